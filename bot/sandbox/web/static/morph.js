// Changes one piece of the page into another, touching only what differs, so that focus and typed text stay.

// Put there by scripts, not by the server.
const OURS = ["style", "data-touched", "aria-busy"];
let left = 0; // how many pieces were left alone

function sameKind(one, other) {
  if (one.nodeType !== other.nodeType || one.nodeName !== other.nodeName) return false;
  if (one.nodeType !== Node.ELEMENT_NODE) return true;
  return one.id === other.id && one.dataset?.view === other.dataset?.view;
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    const isOurs = (name === "open" && old.nodeName === "DETAILS") || OURS.includes(name);
    if (!fresh.hasAttribute(name) && !isOurs) old.removeAttribute(name);
  }
}

function state(old, fresh) {
  // What stands in a switch is the server's; what was typed or chosen in a form is the person's.
  if (old.nodeName === "INPUT" && old.getAttribute("role") === "switch") old.checked = fresh.hasAttribute("checked");
}

function one(old, fresh) {
  if (old.isEqualNode(fresh)) {
    if (old.nodeName === "INPUT") state(old, fresh);
    else old.querySelectorAll?.("input[role=switch]").forEach((box) => (box.checked = box.hasAttribute("checked")));
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  if (old.hasAttribute("data-choosing")) {
    left += 1;
    return;
  }
  attributes(old, fresh);
  state(old, fresh);
  if (old.nodeName !== "TEXTAREA") children(old, fresh);
}

function children(old, fresh) {
  const byId = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    let found = at && sameKind(at, wanted) ? at : null;
    if (!found && wanted.id && byId.has(wanted.id) && sameKind(byId.get(wanted.id), wanted)) found = byId.get(wanted.id);
    if (found) {
      if (found !== at) old.insertBefore(found, at);
      else at = at.nextSibling;
      one(found, wanted);
    } else {
      old.insertBefore(document.importNode(wanted, true), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

// Answers whether all of it could be changed; what somebody is choosing in stays as it is.
export function morph(target, html) {
  left = 0;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  children(target, fresh.content);
  return left === 0;
}
