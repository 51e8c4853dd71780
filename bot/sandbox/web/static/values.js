// What a control holds, in the plain form in which the sandbox takes it; and whether it may go.

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const ADDRESS = /^[a-z]+:\/\/\S+$/;
const STYLED = /(?<![\w*_~`])([*_~`])(\S|\S[^\n]*?\S)\1(?![\w*_~`])/g;
const STYLES = { "*": "bold", _: "italic", "~": "strike", "`": "code" };

const kept = new WeakMap(); // a file input -> what the sandbox keeps of it

export function keep(input, files) {
  kept.set(input, files);
}

export function keptOf(input) {
  return kept.get(input) ?? [];
}

export function chosen(control) {
  return JSON.parse(control.dataset.chosen || "[]");
}

function richText(text) {
  if (!text.trim()) return null;
  const elements = [];
  let at = 0;
  for (const found of text.matchAll(STYLED)) {
    if (found.index > at) elements.push({ type: "text", text: text.slice(at, found.index) });
    elements.push({ type: "text", text: found[2], style: { [STYLES[found[1]]]: true } });
    at = found.index + found[0].length;
  }
  if (at < text.length) elements.push({ type: "text", text: text.slice(at) });
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

// How far a zone is from UTC at an instant, in milliseconds.
function offset(instant, zone) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = Object.fromEntries(parts.map((p) => [p.type, Number(p.value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - instant;
}

export function instantIn(local, zone) {
  const naive = Date.parse(`${local.slice(0, 16)}:00Z`);
  const first = naive - offset(naive, zone);
  return Math.round((naive - offset(first, zone)) / 1000);
}

export function read(control) {
  const kind = control.dataset.kind;
  if (control.matches(".pick")) {
    const all = chosen(control).map((entry) => entry.option ?? entry.value);
    return control.matches(".is-many") ? all : (all[0] ?? null);
  }
  if (kind === "checkboxes") return [...control.querySelectorAll("input:checked")].map((box) => box.value);
  if (kind === "radio_buttons") return control.querySelector("input:checked")?.value ?? null;
  if (kind === "file_input") return keptOf(control.querySelector("input"));
  const box = control.querySelector("input, textarea");
  if (!box || box.value === "") return null;
  if (kind === "datetimepicker") return instantIn(box.value, control.dataset.zone);
  if (kind === "rich_text_input") return richText(box.value);
  return box.value;
}

export function isEmpty(value) {
  return value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function numberTrouble(control, text) {
  const number = Number(text);
  if (text.trim() === "" || Number.isNaN(number)) return "This must be a number.";
  if (!("decimals" in control.dataset) && !Number.isInteger(number)) return "This must be a whole number.";
  const { low, high } = control.dataset;
  if (low !== "" && number < Number(low)) return `This must be ${low} or more.`;
  if (high !== "" && number > Number(high)) return `This must be ${high} or less.`;
  return "";
}

// The sentence that says why a value may not go, or "".
export function trouble(control, value) {
  if (isEmpty(value)) {
    if (!("required" in control.dataset)) return "";
    const pick = control.matches(".pick, .boxes, .date, .files");
    return pick ? "Choose something here." : "Fill this in.";
  }
  const kind = control.dataset.kind;
  const { least, most } = control.dataset;
  if (control.matches(".typed") && typeof value === "string") {
    if (least && value.length < Number(least)) return `Write at least ${least} characters.`;
    if (most && value.length > Number(most)) return `Write at most ${most} characters.`;
    if (kind === "email_text_input" && !EMAIL.test(value)) return "This must be an e-mail address.";
    if (kind === "url_text_input" && !ADDRESS.test(value)) return "This must be a web address, with https:// in front.";
    if (kind === "number_input") return numberTrouble(control, value);
  }
  return "";
}

export function controlsIn(form) {
  return [...form.querySelectorAll(".control")].filter((control) =>
    control.matches(".pick, .typed, .boxes, .date, .files"),
  );
}

// {block_id: {action_id: value}} of everything that was filled in.
export function gather(form) {
  const values = {};
  for (const control of controlsIn(form)) {
    const { blockId, actionId } = control.dataset;
    if (actionId) (values[blockId] ??= {})[actionId] = read(control);
  }
  return values;
}
