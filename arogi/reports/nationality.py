"""The group of nationalities that a person counts in: Greek, of the European Union, of a third country, stateless.

The groups are those of the ESF+ indicators: a "third-country national" is who is no citizen of the Union, "including
stateless persons and persons with undetermined nationality" (Regulation (EU) 2021/1057, article 2). The last two stand
apart here, so that both readings can be had: third country alone, and third country with stateless.
"""

from __future__ import annotations

from openfisca_greece.vocabulary import EU

# The other 26 members of the European Union, ISO 3166-1 alpha-3. Source: article 52 of the Treaty on European Union
# (consolidated, OJ C 202, 7.6.2016) without the United Kingdom, which left on 31 January 2020 (agreement OJ L 29,
# 31.1.2020). The membership of today counts for every period: a report of 2019 says British people of a third country.
OTHER_EU = tuple(sorted(EU))
# Stateless and of undetermined nationality, as ICAO Doc 9303 part 3 writes them.
NO_COUNTRY = ("XXA", "XXX")
GROUPS = ("greek", "eu", "third_country", "stateless")


def _array(codes: tuple[str, ...]) -> str:
    quoted = ", ".join(f"'{code}'" for code in codes)
    return f"ARRAY[{quoted}]::varchar[]"


# Several citizenships: the first group that one of them belongs to. No citizenship written down: not known, an empty
# text, which is something else than "undetermined".
GROUP_OF_PERSON = f"""
    CASE WHEN 'GRC' = ANY(p.citizenships) THEN 'greek'
         WHEN p.citizenships && {_array(OTHER_EU)} THEN 'eu'
         WHEN NOT p.citizenships <@ {_array(NO_COUNTRY)} THEN 'third_country'
         WHEN cardinality(p.citizenships) > 0 THEN 'stateless'
         ELSE '' END
"""
