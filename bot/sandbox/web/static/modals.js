// Modals: shown as the server has them open, what was typed kept, focus brought back to where it came from.

import { write as writePick } from "./picks.js";
import { forget } from "./troubles.js";
import { chosen, controlsIn } from "./values.js";

const FIRST = "input:not([disabled]), textarea:not([disabled]), button:not([disabled]):not([tabindex='-1'])";
const cameFrom = new Map(); // id of a dialog -> id of what had the focus before
let drawn = () => {};

function key(control) {
  return `${control.dataset.block}/${control.dataset.action}/${control.dataset.kind}`;
}

// What a person has put into a control, as against what it was drawn with; null when it was not touched.
function typed(control) {
  if (!("touched" in control.dataset)) return null;
  if (control.matches(".pick")) return chosen(control);
  if (control.matches(".boxes")) return [...control.querySelectorAll("input")].map((box) => [box.value, box.checked]);
  return control.matches(".files") ? null : control.querySelector("input, textarea").value;
}

function put(control, value) {
  control.dataset.touched = "";
  if (control.matches(".pick")) {
    writePick(control, value);
  } else if (control.matches(".boxes")) {
    const on = new Map(value);
    for (const box of control.querySelectorAll("input")) box.checked = on.get(box.value) ?? box.checked;
  } else {
    control.querySelector("input, textarea").value = value;
  }
}

function carryOver(from, to) {
  const kept = new Map(controlsIn(from).map((control) => [key(control), typed(control)]));
  for (const control of controlsIn(to)) {
    const value = kept.get(key(control)) ?? null;
    if (value !== null) put(control, value);
  }
}

function focusIn(dialog) {
  const inside = dialog.querySelector(".modal-inside");
  const first =
    inside.querySelector("[data-focus]") ??
    inside.querySelector(FIRST) ??
    dialog.querySelector("[type=submit]:not([disabled])") ??
    dialog.querySelector(".modal-title");
  first.focus({ preventScroll: true });
}

export function open(dialog) {
  if (dialog.open || !dialog.isConnected) return;
  if (!cameFrom.has(dialog.id)) cameFrom.set(dialog.id, document.activeElement?.id ?? "");
  dialog.showModal();
  focusIn(dialog);
}

function shut(dialog) {
  const back = cameFrom.get(dialog.id);
  cameFrom.delete(dialog.id);
  forget(dialog.querySelector(".modal-form").id);
  dialog.remove();
  if (back && !document.querySelector("dialog.modal[open]")) document.getElementById(back)?.focus({ preventScroll: true });
  return back;
}

function replace(shown, next) {
  const focused = shown.contains(document.activeElement) ? document.activeElement.id : "";
  carryOver(shown, next);
  forget(shown.querySelector(".modal-form").id);
  shown.dataset.hash = next.dataset.hash;
  shown.replaceChildren(...next.childNodes);
  drawn(shown);
  const again = focused ? document.getElementById(focused) : null;
  if (again) again.focus({ preventScroll: true });
  else focusIn(shown);
}

// Bring the dialogs in a host up to what the server says is open; html holds closed <dialog class="modal"> elements.
export function showModals(host, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const wanted = new Map([...fresh.content.querySelectorAll("dialog.modal")].map((dialog) => [dialog.id, dialog]));
  let back;
  for (const shown of [...host.querySelectorAll("dialog.modal")]) {
    const next = wanted.get(shown.id);
    if (!next) back = shut(shown) ?? back;
    else if (next.dataset.hash !== shown.dataset.hash) replace(shown, next);
  }
  for (const [id, dialog] of wanted) {
    if (document.getElementById(id)) continue;
    host.append(dialog);
    if (back !== undefined) cameFrom.set(id, back); // it took the place of another one
    drawn(dialog);
    open(dialog);
  }
}

// Show the modals that the page came with; whenDrawn hears of every dialog whose inside is new.
export function watch(root, whenDrawn) {
  drawn = whenDrawn;
  for (const dialog of root.querySelectorAll("dialog.modal")) open(dialog);
}
