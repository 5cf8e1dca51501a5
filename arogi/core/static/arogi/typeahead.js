// A long list becomes a box that looks for what is typed: <select data-arogi-typeahead>. Accents, case and the order of
// the words do not matter; the list's own order (the most used first) is kept. Without JavaScript it stays a list.
const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ς", "s").replaceAll("σ", "s");
const textOf = (option) => option.textContent.trim();

const load = () =>
  new Promise((resolve, reject) => {
    if (window.accessibleAutocomplete) return resolve();
    const script = document.createElement("script");
    script.src = document.body.dataset.arogiTypeaheadScript;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });

const matches = (options, typed) => {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return options.filter(({ folded }) => words.every((word) => folded.includes(word))).map(({ text }) => text);
};

const words = (data) => ({
  tNoResults: () => data.arogiWordsNone,
  tStatusNoResults: () => data.arogiWordsNone,
  tStatusResults: (count, chosen) =>
    data.arogiWordsCount.replace("{count}", count).replace("{chosen}", count ? chosen : ""),
  tStatusSelectedOption: (option, count, index) =>
    data.arogiWordsChosen.replace("{option}", option).replace("{position}", index + 1).replace("{count}", count),
  tAssistiveHint: () => data.arogiWordsHelp,
});

const choose = (select, text) => {
  const option = [...select.options].find((each) => each.value && textOf(each) === text);
  select.value = option ? option.value : "";
  select.dispatchEvent(new Event("change", { bubbles: true }));
};

const enhance = (select) => {
  const described = select.getAttribute("aria-describedby");
  const id = select.id;
  const options = [...select.options].filter((option) => option.value).map((option) => {
    const text = textOf(option);
    return { text, folded: fold(`${text} ${option.dataset.aliases ?? ""}`) };
  });
  window.accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    source: (typed, show) => show(matches(options, typed)),
    defaultValue: select.value ? textOf(select.selectedOptions[0]) : "",
    autoselect: true,
    confirmOnBlur: true,
    showAllValues: true,
    displayMenu: "overlay",
    dropdownArrow: () => '<span class="typeahead-arrow" aria-hidden="true"></span>',
    onConfirm: (text) => choose(select, text ?? document.getElementById(id).value.trim()),
    ...words(select.dataset),
  });
  const input = document.getElementById(id);
  if (described) input.setAttribute("aria-describedby", `${described} ${input.getAttribute("aria-describedby") ?? ""}`);
  if (select.hasAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
};

const start = async (root) => {
  const selects = [...root.querySelectorAll("select[data-arogi-typeahead]")].filter((each) => !each.dataset.arogiDone);
  if (!selects.length) return;
  for (const select of selects) select.dataset.arogiDone = "yes";
  await load();
  selects.forEach(enhance);
};

start(document);
document.addEventListener("arogi:added", (event) => start(event.target));
document.addEventListener("htmx:afterSwap", (event) => start(event.target));
