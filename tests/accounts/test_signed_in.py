from arogi.accounts.middleware import MUNICIPALITY


def test_a_test_client_works_in_the_municipality_it_was_signed_in_to(signed_in, karditsa, trikala):
    client = signed_in("reception", trikala)

    client.get("/health/")

    assert client.session[MUNICIPALITY] == str(trikala.id)
    assert client.user.is_authenticated
