// Everything that can be used inside messages, modals and Home tabs. One set of listeners serves the whole page; the
// page tells with a "swapped" event that it has drawn a region anew. `api` is the page's: act, refresh, toast.

import * as acts from "./acts.js";
import * as floats from "./floats.js";
import * as menus from "./menus.js";
import * as picks from "./picks.js";
import * as troubles from "./troubles.js";
import { controlsIn, gather, keep, keptOf, read, trouble } from "./values.js";

const WAIT_WORDS = 900;
const FIRST = "input:not([disabled]), textarea:not([disabled]), button:not([disabled]):not([tabindex='-1'])";

let lane = Promise.resolve(); // what was chosen goes to the server one after the other
const pending = new Map(); // id of a select's box -> what was chosen and is not yet known to the server
const busyForms = new Set();
const busyControls = new Set();

function inLane(work) {
  const next = lane.then(work, work);
  lane = next.catch(() => null);
  return next;
}

function holderOf(element) {
  return element.closest(".modal-form, .home-view, article.message");
}

function placeOf(element) {
  const { view, channel, ts } = holderOf(element).dataset;
  return view ? { view_id: view } : { channel, ts };
}

function nameOf(control) {
  const { actionId, blockId } = control.dataset;
  return blockId ? { action_id: actionId, block_id: blockId } : { action_id: actionId };
}

function keyOf(control) {
  return control.querySelector("[id]")?.id ?? control.id;
}

// Ask before it happens, where the element has a confirm dialog; resolves to whether to go on.
function agreed(control) {
  const dialog = control.dataset.confirm && document.getElementById(control.dataset.confirm);
  if (!dialog) return Promise.resolve(true);
  return new Promise((resolve) => {
    let answer = false;
    const onClick = (event) => {
      const button = event.target.closest("[data-answer]");
      if (!button) return;
      answer = button.dataset.answer === "yes";
      dialog.close();
    };
    const onClose = () => {
      dialog.removeEventListener("click", onClick);
      holderOf(control).removeAttribute("data-choosing");
      resolve(answer);
    };
    holderOf(control).setAttribute("data-choosing", "");
    dialog.addEventListener("click", onClick);
    dialog.addEventListener("close", onClose, { once: true });
    dialog.showModal();
    dialog.querySelector('[data-answer="no"]').focus();
  });
}

function act(api, name, control, value) {
  const values = { ...placeOf(control), ...nameOf(control), value };
  return inLane(() => api.act(name, values, { quiet: true }));
}

async function send(api, control, value, button) {
  const key = keyOf(control);
  const { id } = holderOf(control);
  troubles.hush(id);
  busyControls.add(key);
  button?.classList.add("is-busy");
  const answer = await act(api, "click", control, value);
  await api.refresh();
  busyControls.delete(key);
  document.getElementById(button?.id)?.classList.remove("is-busy");
  if (answer.error) troubles.say(id, answer.error);
}

async function use(api, control, value, button) {
  if (busyControls.has(keyOf(control)) || !control.dataset.actionId) return;
  if (await agreed(control)) await send(api, control, value, button);
}

// A control holds another value now; undo puts the old one back when the person says no.
async function changed(api, control, undo) {
  troubles.clearError(control.closest(".modal-form"), control.dataset.blockId);
  if (!control.dataset.actionId) return;
  const key = keyOf(control);
  if (control.matches(".pick")) pending.set(key, control.dataset.chosen);
  if ("dispatch" in control.dataset) {
    if (await agreed(control)) await send(api, control, read(control));
    else undo?.();
  } else {
    // an input that only counts on submit: the sandbox keeps it all the same, as Slack's client does
    await act(api, "click", control, read(control));
    await api.refresh();
  }
  if (pending.get(key) === control.dataset.chosen) pending.delete(key);
}

function undoFor(control) {
  const boxes = [...control.querySelectorAll("input")];
  const before = boxes.map((box) => [box.defaultChecked, box.defaultValue]);
  return () =>
    boxes.forEach((box, n) => {
      if (control.matches(".boxes")) box.checked = before[n][0];
      else box.value = before[n][1];
    });
}

function mayGo(form) {
  const errors = {};
  for (const block of form.querySelectorAll("[data-input]")) {
    const control = controlsIn(block)[0];
    const words = control ? trouble(control, read(control)) : "";
    if (words) errors[block.dataset.input] = words;
  }
  troubles.setErrors(form, errors);
  return Object.keys(errors).length === 0;
}

function showBusy(id, slow) {
  const form = document.getElementById(id);
  if (!form) return;
  const on = busyForms.has(id);
  form.setAttribute("aria-busy", String(on));
  form.querySelector("[type=submit]")?.classList.toggle("is-busy", on);
  form.querySelector(".modal-wait").textContent = on && slow ? "Waiting for the app…" : "";
}

async function submit(api, form) {
  const { id } = form;
  if (busyForms.has(id) || form.querySelector("[type=submit]")?.disabled) return;
  troubles.hush(id);
  if (!mayGo(form)) {
    troubles.focusFirst(form);
    return;
  }
  busyForms.add(id);
  showBusy(id, false);
  const timer = setTimeout(() => showBusy(id, true), WAIT_WORDS);
  const values = { view_id: form.dataset.view, values: gather(form) };
  const answer = await inLane(() => api.act("submit", values, { quiet: true }));
  await api.refresh();
  clearTimeout(timer);
  busyForms.delete(id);
  showBusy(id, false);
  const shown = document.getElementById(id);
  if (!shown) return;
  if (answer.error) {
    troubles.say(id, answer.error);
  } else if (answer.errors) {
    troubles.setErrors(shown, answer.errors);
    troubles.focusFirst(shown);
  }
}

async function close(api, form, all) {
  if (busyForms.has(form.id)) return;
  const values = { view_id: form.dataset.view };
  if (all) values.all = true;
  await inLane(() => api.act("close_view", values, { quiet: true }));
  await api.refresh();
}

function base64(bytes) {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

async function keepFiles(api, control) {
  const box = control.querySelector("input");
  const most = Number(control.dataset.most);
  if (box.files.length > most) {
    api.toast(`No more than ${most} ${most === 1 ? "file" : "files"} can go here.`, "error");
    box.value = "";
  }
  const files = [];
  for (const file of box.files) {
    const content = base64(new Uint8Array(await file.arrayBuffer()));
    const answer = await api.act("keep_file", { name: file.name, base64: content });
    if (answer.error) return;
    files.push(answer.file);
  }
  keep(box, files);
  await changed(api, control);
}

function showFiles(control) {
  const names = keptOf(control.querySelector("input")).map((file) => file.name);
  control.querySelector(".files-kept").textContent = names.length > 1 ? names.join(", ") : "";
}

const typing = new WeakMap();

function onTyped(api, control, box) {
  troubles.clearError(control.closest(".modal-form"), control.dataset.blockId);
  count(control);
  if (!("dispatch" in control.dataset) || !control.dataset.sends.includes("on_character_entered")) return;
  clearTimeout(typing.get(box));
  typing.set(
    box,
    setTimeout(() => send(api, control, read(control)), 250),
  );
}

function count(control) {
  const counter = control.querySelector(".counter");
  const box = control.querySelector("input, textarea");
  if (!counter) return;
  const most = Number(control.dataset.most);
  const left = most - box.value.length;
  counter.textContent = String(left);
  counter.hidden = left > Math.max(20, most / 10);
}

let lastForm = "";

function focusIn(form) {
  const dialog = form.closest("dialog");
  if (!dialog?.open || dialog.querySelector("dialog[open]")) return;
  const inside = form.querySelector(".modal-inside");
  const first = inside.querySelector("[data-focus]") ?? inside.querySelector(FIRST) ?? form.querySelector(".modal-title");
  first.focus({ preventScroll: true });
}

function redrawModal(region) {
  const form = region.querySelector(".modal-form");
  const dialog = region.closest("dialog");
  if (form && dialog) dialog.setAttribute("aria-labelledby", `${form.id}-title`);
  if (form) showBusy(form.id, busyForms.has(form.id));
  if (form && form.id !== lastForm) setTimeout(() => focusIn(form));
  lastForm = form?.id ?? "";
}

function redraw(region, suggest) {
  for (const bar of region.querySelectorAll("[data-bar]")) bar.style.setProperty("--bar", bar.dataset.bar);
  for (const swatch of region.querySelectorAll(".swatch")) swatch.style.background = swatch.dataset.colour;
  for (const control of region.querySelectorAll(".control.pick")) {
    const kept = pending.get(keyOf(control));
    if (kept !== undefined) control.dataset.chosen = kept;
    picks.redraw(control, suggest);
  }
  for (const control of region.querySelectorAll(".control.typed")) count(control);
  for (const control of region.querySelectorAll(".control.files")) showFiles(control);
  troubles.redraw(region);
  if (region.dataset.region === "modal") redrawModal(region);
}

export function wire(root, api) {
  const suggest = (control, value) => act(api, "suggest", control, value);
  const picked = (control, before) => changed(api, control, () => picks.write(control, before));

  root.addEventListener("click", (event) => {
    if (event.target.closest("dialog.confirm")) return;
    if (menus.onClick(event) || acts.onClick(event, api, troubles.say) || picks.onClick(event, picked)) return;
    const form = event.target.closest(".modal-form");
    const item = event.target.closest("[data-choice]");
    const button = event.target.closest("[data-use]");
    if (form && event.target.closest("[data-close-view]")) {
      close(api, form, false);
    } else if (form && event.target.closest("[data-close-all]")) {
      close(api, form, true);
    } else if (item) {
      const control = item.closest(".control");
      menus.closeMenu(item.closest('[role="menu"]'));
      use(api, control, item.dataset.choice, control.querySelector("[data-menu]"));
    } else if (button) {
      use(api, button.closest(".control"), null, button);
    }
  });

  root.addEventListener("change", (event) => {
    const control = event.target.closest(".control");
    if (!control) return;
    if (control.matches(".pick")) {
      if (!event.isTrusted) picks.choosePut(control, picked);
    } else if (control.matches(".files")) {
      keepFiles(api, control);
    } else if (control.matches(".boxes, .date")) {
      changed(api, control, undoFor(control));
    } else if (control.matches(".typed") && !("dispatch" in control.dataset)) {
      changed(api, control);
    }
  });

  root.addEventListener("input", (event) => {
    if (picks.onInput(event, suggest)) return;
    const control = event.target.closest(".control.typed");
    if (control) onTyped(api, control, event.target);
  });

  root.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || event.target.closest("dialog.confirm")) return;
      if (menus.onKey(event) || picks.onKey(event, picked)) return;
      const control = event.target.closest(".control.typed");
      const enters = event.key === "Enter" && control && "dispatch" in control.dataset && event.target.matches("input");
      if (!enters || !control.dataset.sends.includes("on_enter_pressed")) return;
      event.preventDefault();
      send(api, control, read(control));
    },
    true,
  );

  root.addEventListener("focusout", picks.onLeave);
  root.addEventListener("mousedown", (event) => {
    if (event.target.closest(".pick-list")) event.preventDefault(); // the focus stays in the box above the list
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.matches(".modal-form")) return;
    event.preventDefault();
    submit(api, event.target);
  });
  root.addEventListener(
    "close",
    (event) => {
      // a browser may close a dialog whatever the page says; then the app is told as well
      const form = event.target.matches("[data-region=modal]") ? event.target.querySelector(".modal-form") : null;
      if (form) close(api, form, false);
    },
    true,
  );
  floats.watch(root, () => api.refresh());
  root.addEventListener("swapped", (event) => redraw(event.target, suggest));
  for (const region of root.querySelectorAll("[data-region]")) redraw(region, suggest);
}
