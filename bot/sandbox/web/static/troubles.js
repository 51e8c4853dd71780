// What went wrong, said where it went wrong. The page draws its regions anew while people work, so what is shown here
// is kept beside the page and put back after every drawing.

const SENTENCES = {
  operation_timeout: "The app took too long to answer. What you entered is still here, so you can try again.",
  dispatch_failed: "The app could not be reached, so nothing was changed. Please try again in a moment.",
  too_many_options: "The app offered more choices than fit. Type a little more.",
};
const FIELDS = ".pick-text, .typed input, .typed textarea, .date input, .boxes input, .files input";

const lines = new Map(); // id of a message, form or Home tab -> a sentence
const fields = new Map(); // id of a form -> { hash, errors: block_id -> words }

export function sentence(error) {
  if (/\s/.test(error)) return error;
  return SENTENCES[error] ?? `The app's answer could not be used (${error}). Nothing was changed.`;
}

function showLine(holder) {
  const line = holder?.querySelector(":scope > .trouble, :scope > .message-words > .trouble");
  if (!line) return;
  const words = lines.get(holder.id) ?? "";
  if (line.textContent !== words) line.textContent = words;
  line.hidden = words === "";
}

export function say(id, error) {
  lines.set(id, sentence(error));
  showLine(document.getElementById(id));
}

export function hush(id) {
  lines.delete(id);
  showLine(document.getElementById(id));
}

function showField(block, words) {
  const line = block.querySelector(".input-error");
  if (line.textContent !== words) line.textContent = words;
  line.hidden = words === "";
  block.classList.toggle("has-error", words !== "");
  for (const field of block.querySelectorAll(FIELDS)) {
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

export function setErrors(form, errors) {
  fields.set(form.id, { hash: form.dataset.hash, errors: new Map(Object.entries(errors)) });
  showErrors(form);
}

export function clearError(form, blockId) {
  const known = fields.get(form?.id);
  if (known?.errors.delete(blockId)) showErrors(form);
}

function showErrors(form) {
  const known = fields.get(form.id);
  for (const block of form.querySelectorAll("[data-input]")) {
    showField(block, String(known?.errors.get(block.dataset.input) ?? ""));
  }
}

export function focusFirst(form) {
  const block = form.querySelector("[data-input].has-error");
  block?.scrollIntoView({ block: "nearest" });
  block?.querySelector(FIELDS)?.focus();
}

export function redraw(region) {
  for (const id of lines.keys()) {
    const holder = document.getElementById(id);
    if (!holder) lines.delete(id);
    else if (region.contains(holder)) showLine(holder);
  }
  for (const [id, { hash }] of fields) {
    const form = document.getElementById(id);
    if (!form || form.dataset.hash !== hash) fields.delete(id);
    if (form && region.contains(form)) showErrors(form);
  }
}
