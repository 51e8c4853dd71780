// What a person does with a message: react, pin, edit, delete, copy its link, use a shortcut on it.

import { closeMenu } from "./menus.js";

let editing = null; // the message that is being edited: the id of its article, and the form

function placeOf(element) {
  const { channel, ts } = element.closest("article.message").dataset;
  return { channel, ts };
}

function make(kind, properties) {
  return Object.assign(document.createElement(kind), properties);
}

async function tryTo(api, name, values, options) {
  const answer = await api.act(name, values, options);
  await api.refresh();
  return answer;
}

async function copy(api, path) {
  const link = new URL(path, window.location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    api.toast("The link is copied.");
  } catch {
    api.toast(`The browser does not let this page copy. The link is ${link}`, "error");
  }
}

function leave() {
  const { id, form } = editing;
  editing = null;
  form.remove();
  const article = document.getElementById(id);
  if (!article) return;
  article.removeAttribute("data-choosing");
  article.querySelector(".message-body").hidden = false;
  article.focus();
}

function edit(api, button) {
  if (editing?.form.isConnected) leave();
  const article = button.closest("article.message");
  const body = article.querySelector(".message-body");
  const place = placeOf(article);
  const before = body.dataset.raw ?? "";
  const form = make("form", { className: "editing" });
  const box = make("textarea", { value: before, rows: Math.min(8, before.split("\n").length + 1) });
  box.setAttribute("aria-label", "Your message");
  const feet = make("div", { className: "editing-feet" });
  const no = make("button", { type: "button", className: "btn", textContent: "Cancel" });
  feet.append(no, make("button", { type: "submit", className: "btn primary", textContent: "Save" }));
  form.append(box, feet);
  editing = { id: article.id, form };
  article.setAttribute("data-choosing", "");
  body.hidden = true;
  body.after(form);
  box.focus();
  no.addEventListener("click", leave);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      leave();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    leave();
    if (text && text !== before) await tryTo(api, "edit", { ...place, text });
  });
}

function askDelete(api, button) {
  const place = placeOf(button);
  const dialog = make("dialog", { className: "confirm" });
  dialog.setAttribute("aria-label", "Delete this message?");
  const feet = make("div", { className: "confirm-feet" });
  const no = make("button", { type: "button", className: "btn", textContent: "Keep it" });
  const yes = make("button", { type: "button", className: "btn danger", textContent: "Delete" });
  feet.append(no, yes);
  dialog.append(
    make("h2", { className: "confirm-title", textContent: "Delete this message?" }),
    make("div", { className: "confirm-text", textContent: "It is gone for everybody, and it cannot be brought back." }),
    feet,
  );
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    tryTo(api, "delete", place);
  });
  dialog.showModal();
  no.focus();
}

async function shortcut(api, button, say) {
  const { id } = button.closest("article.message");
  const { app, shortcut: callback_id } = button.dataset;
  const answer = await tryTo(api, "shortcut", { ...placeOf(button), app, callback_id }, { quiet: true });
  if (answer.error) say(id, answer.error);
}

export function onClick(event, api, say) {
  const target = event.target.closest("[data-toggle], [data-pin], [data-copy], [data-edit], [data-delete], [data-shortcut]");
  if (!target || !target.closest("article.message")) return false;
  const data = target.dataset;
  const list = target.closest('[role="menu"]');
  if (list) closeMenu(list);
  if ("toggle" in data) {
    const on = target.getAttribute("aria-pressed") === "true";
    tryTo(api, on ? "unreact" : "react", { ...placeOf(target), name: data.toggle });
  } else if ("pin" in data) {
    tryTo(api, "pin", { ...placeOf(target), remove: data.pin === "off" });
  } else if ("copy" in data) {
    copy(api, data.copy);
  } else if ("edit" in data) {
    edit(api, target);
  } else if ("delete" in data) {
    askDelete(api, target);
  } else {
    shortcut(api, target, say);
  }
  return true;
}
