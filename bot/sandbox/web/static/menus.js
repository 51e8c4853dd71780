// Menus behind a button: overflow menus, reactions, what can be done with a message.

import { hide, isOpen, show } from "./floats.js";

function listOf(button) {
  return document.getElementById(button.getAttribute("aria-controls"));
}

function items(list) {
  return [...list.querySelectorAll('[role="menuitem"]')].filter((item) => !item.disabled);
}

export function closeMenu(list) {
  const button = document.querySelector(`[data-menu][aria-controls="${list.id}"]`);
  hide();
  button?.focus();
}

function openMenu(button, last = false) {
  const list = listOf(button);
  show(list, button, () => button.setAttribute("aria-expanded", "false"));
  button.setAttribute("aria-expanded", "true");
  const all = items(list);
  all[last ? all.length - 1 : 0]?.focus();
}

export function onClick(event) {
  const button = event.target.closest("[data-menu]");
  if (!button) return false;
  if (isOpen(listOf(button))) closeMenu(listOf(button));
  else openMenu(button);
  return true;
}

export function onKey(event) {
  const button = event.target.closest("[data-menu]");
  if (button && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    openMenu(button, event.key === "ArrowUp");
    return true;
  }
  const item = event.target.closest('[role="menuitem"]');
  if (!item) return false;
  const list = item.closest('[role="menu"]');
  const all = items(list);
  const at = all.indexOf(item);
  const steps = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 };
  if (event.key in steps) {
    event.preventDefault();
    all[(steps[event.key] + all.length) % all.length].focus();
    return true;
  }
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu(list);
    return true;
  }
  if (event.key.length === 1 && /\S/.test(event.key) && !event.ctrlKey && !event.metaKey) {
    const letter = event.key.toLowerCase();
    const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    order.find((other) => other.textContent.trim().toLowerCase().startsWith(letter))?.focus();
    return true;
  }
  return false;
}
