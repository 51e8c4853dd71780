// Selects: a box to type into, and a list below it. Arrows, Home, End, Enter, Escape and typing work.

import { again, hide, isOpen, show } from "./floats.js";
import { chosen } from "./values.js";

const waiting = new WeakMap();

function parts(control) {
  return { text: control.querySelector(".pick-text"), list: control.querySelector(".pick-list") };
}

function options(list) {
  return [...list.querySelectorAll('[role="option"]')].filter((option) => !option.hidden);
}

function activate(control, option) {
  const { text, list } = parts(control);
  for (const other of list.querySelectorAll(".is-active")) other.classList.remove("is-active");
  if (!option) {
    text.removeAttribute("aria-activedescendant");
    return;
  }
  option.classList.add("is-active");
  text.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function filter(control, typed) {
  const { list } = parts(control);
  const wanted = typed.trim().toLowerCase();
  for (const option of list.querySelectorAll('[role="option"]')) {
    option.hidden = wanted !== "" && !option.textContent.toLowerCase().includes(wanted);
  }
  for (const group of list.querySelectorAll(".pick-group")) {
    group.hidden = group.querySelector('[role="option"]:not([hidden])') === null;
  }
  const none = list.querySelector(".pick-none");
  none.hidden = options(list).length > 0;
  if (!none.hidden && !("external" in control.dataset)) none.textContent = "Nothing fits.";
}

function label(control) {
  return control.matches(".is-many") ? "" : (chosen(control)[0]?.text ?? "");
}

function mark(control) {
  const { list } = parts(control);
  const values = new Set(chosen(control).map((entry) => entry.value));
  for (const option of list.querySelectorAll('[role="option"]')) {
    option.setAttribute("aria-selected", String(values.has(option.dataset.value)));
  }
}

function open(control) {
  const { text, list } = parts(control);
  if (text.disabled || isOpen(list)) return;
  filter(control, "");
  if ("external" in control.dataset) hint(control, text.value === label(control) ? "" : text.value);
  show(list, control.querySelector(".pick-box"), () => {
    text.setAttribute("aria-expanded", "false");
    activate(control, null);
    text.value = label(control);
  });
  text.setAttribute("aria-expanded", "true");
  activate(control, list.querySelector('[aria-selected="true"]:not([hidden])') ?? null);
  text.select();
}

// The page has drawn this select anew: show what is chosen, and keep an open list open.
export function redraw(control, suggest) {
  const { text, list } = parts(control);
  if (!isOpen(list)) {
    draw(control);
    return;
  }
  mark(control);
  text.setAttribute("aria-expanded", "true");
  if ("external" in control.dataset) ask(control, text.value, suggest);
}

// Choose what a script has put into the box: the value or the words of an option.
export function choosePut(control, changed) {
  const { text, list } = parts(control);
  const all = [...list.querySelectorAll('[role="option"]')];
  const wanted = all.find((option) => [option.dataset.value, option.querySelector(".pick-word").textContent].includes(text.value));
  if (wanted) choose(control, wanted, changed);
  else draw(control);
}

function hint(control, typed) {
  const { list } = parts(control);
  const least = Number(control.dataset.external);
  const none = list.querySelector(".pick-none");
  if (typed.length >= least) return;
  for (const group of list.querySelectorAll(".pick-group")) group.remove();
  none.hidden = false;
  none.textContent = `Type ${least === 1 ? "a character" : `${least} characters`} to search.`;
}

export function draw(control) {
  const { text } = parts(control);
  const many = control.matches(".is-many");
  const all = chosen(control);
  const chips = control.querySelector(".picked-all");
  chips.replaceChildren();
  for (const entry of many ? all : []) {
    const chip = document.createElement("span");
    chip.className = "picked";
    chip.textContent = entry.text;
    const off = document.createElement("button");
    off.type = "button";
    off.className = "picked-off";
    off.dataset.drop = entry.value;
    off.setAttribute("aria-label", `Remove ${entry.text}`);
    off.textContent = "×";
    chip.append(off);
    chips.append(chip);
  }
  text.value = label(control);
  control.querySelector(".pick-clear").hidden = many || all.length === 0;
  mark(control);
}

export function write(control, entries) {
  control.dataset.chosen = JSON.stringify(entries);
  draw(control);
}

function choose(control, option, changed) {
  const { list } = parts(control);
  const entry = { value: option.dataset.value, text: option.querySelector(".pick-word").textContent, note: "" };
  if (option.dataset.option) entry.option = JSON.parse(option.dataset.option);
  const before = chosen(control);
  if (!control.matches(".is-many")) {
    hide();
    write(control, [entry]);
    changed(control, before);
    return;
  }
  const has = before.some((other) => other.value === entry.value);
  const most = Number(control.dataset.most || 0);
  if (!has && most && before.length >= most) {
    const none = list.querySelector(".pick-none");
    none.hidden = false;
    none.textContent = `No more than ${most} can be chosen.`;
    return;
  }
  write(control, has ? before.filter((other) => other.value !== entry.value) : [...before, entry]);
  filter(control, "");
  again();
  changed(control, before);
}

function drop(control, value, changed) {
  const before = chosen(control);
  write(
    control,
    before.filter((entry) => entry.value !== value),
  );
  parts(control).text.focus();
  hide();
  changed(control, before);
}

function fill(control, offered) {
  const { list } = parts(control);
  for (const group of list.querySelectorAll(".pick-group")) group.remove();
  const group = document.createElement("span");
  group.className = "pick-group";
  group.setAttribute("role", "group");
  offered.forEach((option, number) => {
    const row = document.createElement("span");
    row.className = "pick-option";
    row.setAttribute("role", "option");
    row.id = `${list.id}-${number}`;
    row.dataset.value = option.value;
    row.dataset.option = JSON.stringify(option);
    const word = document.createElement("span");
    word.className = "pick-word";
    word.textContent = option.text?.text ?? "";
    row.append(word);
    if (option.description?.text) {
      const note = document.createElement("small");
      note.textContent = option.description.text;
      row.append(note);
    }
    group.append(row);
  });
  list.prepend(group);
  const none = list.querySelector(".pick-none");
  none.hidden = offered.length > 0;
  none.textContent = "Nothing was found.";
  mark(control);
  again();
}

function ask(control, typed, suggest) {
  const { list, text } = parts(control);
  clearTimeout(waiting.get(control));
  if (typed.length < Number(control.dataset.external)) {
    hint(control, typed);
    again();
    return;
  }
  const none = list.querySelector(".pick-none");
  waiting.set(
    control,
    setTimeout(async () => {
      none.hidden = false;
      none.textContent = "Searching…";
      let answer = null;
      try {
        answer = await suggest(control, typed);
      } catch {
        answer = { error: "dispatch_failed" };
      }
      if (text.value !== typed || !isOpen(list)) return;
      if (answer.error) {
        fill(control, []);
        none.textContent = "The app did not answer, so there is nothing to choose from. Type again to ask it again.";
      } else {
        fill(control, answer.options ?? []);
        activate(control, options(list)[0] ?? null);
      }
    }, 150),
  );
}

export function onClick(event, changed) {
  const control = event.target.closest(".control.pick");
  if (!control) return false;
  const { text, list } = parts(control);
  const option = event.target.closest('[role="option"]');
  const off = event.target.closest("[data-drop]");
  if (text.disabled || event.target.closest("dialog.confirm")) return false;
  if (option) {
    choose(control, option, changed);
    text.focus();
  } else if (off) {
    drop(control, off.dataset.drop, changed);
  } else if (event.target.closest(".pick-clear")) {
    const before = chosen(control);
    hide();
    write(control, []);
    text.focus();
    changed(control, before);
  } else if (event.target.closest(".pick-box")) {
    text.focus();
    if (isOpen(list) && event.target.closest(".pick-arrow")) hide();
    else open(control);
  }
  return true;
}

export function onInput(event, suggest) {
  const control = event.target.closest(".control.pick");
  if (!control || !event.target.matches(".pick-text")) return false;
  const typed = event.target.value;
  const { list } = parts(control);
  if (!event.isTrusted) return true;
  if (!isOpen(list)) {
    open(control);
    event.target.value = typed;
    event.target.setSelectionRange(typed.length, typed.length);
  }
  if ("external" in control.dataset) {
    ask(control, typed, suggest);
  } else {
    filter(control, typed);
    activate(control, options(list)[0] ?? null);
    again();
  }
  return true;
}

export function onKey(event, changed) {
  const control = event.target.closest(".control.pick");
  if (!control || !event.target.matches(".pick-text")) return false;
  const { list, text } = parts(control);
  const all = options(list);
  const active = list.querySelector(".is-active");
  const at = all.indexOf(active);
  if (!isOpen(list)) {
    if (["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) {
      event.preventDefault();
      open(control);
      if (!list.querySelector(".is-active")) activate(control, options(list)[0] ?? null);
    } else if (event.key === "Backspace" && text.value === "" && control.matches(".is-many")) {
      const last = chosen(control).at(-1);
      if (last) drop(control, last.value, changed);
    }
    return true;
  }
  const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? all.length - 1 : at - 1, Home: 0, End: all.length - 1 };
  if (event.key in steps) {
    event.preventDefault();
    if (all.length) activate(control, all[(steps[event.key] + all.length) % all.length]);
  } else if (event.key === "Enter") {
    event.preventDefault();
    if (active && !active.hidden) choose(control, active, changed);
    else hide();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    hide();
  } else if (event.key === "Tab") {
    hide();
  } else if (event.key === "Backspace" && text.value === "" && control.matches(".is-many")) {
    const last = chosen(control).at(-1);
    if (last) drop(control, last.value, changed);
  }
  return true;
}

export function onLeave(event) {
  const control = event.target.closest(".control.pick");
  if (!control || control.contains(event.relatedTarget)) return;
  const { list } = parts(control);
  if (isOpen(list)) hide();
}
