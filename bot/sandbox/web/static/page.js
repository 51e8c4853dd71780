// The page: where one is, keeping it fresh, and doing things as the acting person.
import { morph } from "./morph.js";
import { wireComposer, forgetNames } from "./composer.js";
import { wirePanel } from "./panel.js";
import { wirePicker } from "./picker.js";
import { wireTools } from "./tools.js";
import { wire as wireForms } from "./forms.js";

const body = document.body;
export const place = () => ({ ...body.dataset });
const region = (name) => document.querySelector(`[data-region="${name}"]`);
const MINUTE = 60_000;
const WIDE = window.matchMedia("(min-width: 900px)");

export function query() {
  const { as, in: where, tab, thread, panel, step, new: since } = place();
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries({ as, in: where, tab, thread, panel, step, new: since })) {
    if (value) words.set(name, value);
  }
  return words;
}

// Refreshing: one question at a time, and one more when something changed meanwhile.
let asking = null;
let again = false;

export function refresh() {
  if (asking) {
    again = true;
    return asking;
  }
  asking = fetchParts().finally(() => {
    asking = null;
    if (again) {
      again = false;
      refresh();
    }
  });
  return asking;
}

async function fetchParts() {
  const words = query();
  const asked = words.toString();
  const have = [...document.querySelectorAll("[data-region]")].map((el) => `${el.dataset.region}:${el.dataset.mark}`);
  words.set("have", have.join(","));
  let answer;
  try {
    const response = await fetch(`/web/parts?${words}`);
    if (!response.ok) return;
    answer = await response.json();
  } catch {
    return; // the stream tells when the sandbox is back
  }
  if (query().toString() !== asked) {
    again = true;
    return;
  }
  if (answer.lost) toast(`There is nothing there that ${answer.who} can see.`, "error");
  body.dataset.in = answer.in;
  for (const [name, { mark, html }] of Object.entries(answer.regions)) swap(name, mark, html);
  document.title = `${answer.title || "Local Slack"} · ${document.title.split(" · ").pop()}`;
  settled();
}

// Messages are read from their end, an app's Home and a panel from their top.
const readsFromTop = (pane) => pane.dataset.scroll === "top" || Boolean(pane.querySelector(".home-view"));

function swap(name, mark, html) {
  const target = region(name);
  const pane = target.closest("[data-scroll]") || target.querySelector("[data-scroll]");
  const wasHome = pane && readsFromTop(pane);
  const wasAtEnd = pane && !wasHome && pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60;
  const wasEmpty = !target.childElementCount;
  target.dataset.mark = mark;
  // what somebody is choosing in right now is left alone, and looked at again with the next change
  if (!morph(target, html)) target.dataset.mark = "later";
  const now = target.closest("[data-scroll]") || target.querySelector("[data-scroll]");
  if (now && readsFromTop(now)) {
    if (!wasHome) now.scrollTop = 0;
  } else if (now && (wasAtEnd || wasHome || wasEmpty)) now.scrollTop = now.scrollHeight;
  target.dispatchEvent(new CustomEvent("swapped", { bubbles: true, detail: { name } }));
}

function settled() {
  showModal();
  for (const name of ["thread", "panel"]) region(name).hidden = !region(name).firstElementChild;
  body.classList.toggle("has-side", !!document.querySelector(".r-thread:not([hidden]), .r-panel:not([hidden])"));
  spot();
  readUpToHere();
}

function showModal() {
  const dialog = region("modal");
  const isWanted = !!dialog.querySelector("form");
  if (isWanted && !dialog.open) dialog.showModal();
  if (!isWanted && dialog.open) dialog.close();
}

let readTo = "";
function readUpToHere() {
  const shown = document.querySelector(".r-messages .messages");
  const last = shown?.querySelector("article:last-of-type")?.dataset.ts || "";
  const key = `${place().as}/${place().in}/${last}`;
  if (document.hidden || !shown || shown.dataset.unread === "0" || key === readTo) return;
  readTo = key;
  act("read", { channel: document.querySelector(".r-messages article")?.dataset.channel || place().in }, { quiet: true });
}

function spot() {
  document.querySelectorAll(".spot").forEach((el) => el.classList.remove("spot"));
  for (const word of (document.querySelector("[data-spots]")?.dataset.spots || "").split(" ").filter(Boolean)) {
    const [kind, name] = word.split(":");
    const found = kind === "action" ? `[data-action-id="${name}"] .btn` : `[data-spot="${name}"]`;
    const all = document.querySelectorAll(`.main ${found}, .r-thread ${found}, .r-panel ${found}, .topbar ${found}`);
    const button = all[all.length - 1];
    const isEmpty = button?.closest("form[data-composer]")?.querySelector("textarea").value.trim() === "";
    if (button && !isEmpty) button.classList.add("spot");
  }
}

// Doing things.
export function toast(text, kind = "") {
  const note = document.createElement("div");
  note.className = `toast ${kind}`;
  note.textContent = text;
  document.querySelector(".toasts").append(note);
  setTimeout(() => note.remove(), kind === "error" ? 9000 : 5000);
}

const SHOWN = {
  operation_timeout: "The app did not answer in time. You can try again.",
  dispatch_failed: "The app could not be reached. You can try again in a moment.",
};

export async function send(path, values = {}, { quiet = false, verb = "POST" } = {}) {
  let answer;
  try {
    const response = await fetch(`/control/${path}`, { method: verb, body: verb === "GET" ? undefined : JSON.stringify(values) });
    answer = await response.json();
    answer.refused = !response.ok;
    if (answer.refused && !answer.error) answer.error = `The sandbox answered ${response.status}.`;
  } catch {
    answer = { refused: true, error: "The sandbox can't be reached. It may just be starting again." };
  }
  if (answer.error && !quiet) toast(SHOWN[answer.error] || answer.error, "error");
  return answer;
}

export const act = (name, values = {}, options = {}) => send(`act/${name}`, { as: place().as, ...values }, options);

const openThread = (ts) => go({ thread: ts, panel: "" });
export const api = { act, refresh, toast, openThread, place };

// Going somewhere without loading the page anew.
export function go(changes, { push = true } = {}) {
  const before = place();
  Object.entries(changes).forEach(([name, value]) => (body.dataset[name] = value || ""));
  if (before.in !== body.dataset.in || before.tab !== body.dataset.tab) {
    if (!("thread" in changes)) body.dataset.thread = "";
    body.dataset.new = "";
    if (!("step" in changes)) body.dataset.step = "";
  }
  const words = query();
  words.delete("new");
  if (push) history.pushState(null, "", `/?${words}`);
  return arrive(before);
}

async function arrive(before) {
  closeDrawer();
  document.querySelector(".lost")?.remove();
  const isElsewhere = before.in !== place().in || before.tab !== place().tab;
  if (isElsewhere) {
    region("messages").replaceChildren();
    region("composer").replaceChildren();
  }
  if (isElsewhere || before.thread !== place().thread) region("thread").replaceChildren();
  const app = await openHome();
  await (asking || Promise.resolve());
  await refresh();
  const pane = document.querySelector(".r-messages")?.closest("[data-scroll]");
  if (isElsewhere && pane) pane.scrollTo(0, readsFromTop(pane) ? 0 : 1e9);
  if (isElsewhere && WIDE.matches) document.getElementById("write")?.focus();
  else if (place().thread && before.thread !== place().thread) document.getElementById("reply")?.focus();
  return app;
}

function openHome() {
  const isApp = place().in?.startsWith("A0") && place().tab !== "messages";
  return isApp ? act("home", { app: place().in, wait: 0.1 }, { quiet: true }) : null;
}

function words(link) {
  const given = new URL(link, location.href).searchParams;
  return Object.fromEntries(["in", "tab", "thread", "panel", "step"].map((name) => [name, given.get(name) || ""]));
}

// An app's links to Slack lead to where that is on this page.
const PERMALINK = /^\/archives\/([CDG][A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?$/;
function bringHome(root) {
  for (const link of root.querySelectorAll('a[href*=".slack.com/archives/"]')) {
    const url = new URL(link.href);
    const found = url.pathname.match(PERMALINK);
    if (!found) continue;
    const words = new URLSearchParams({ as: place().as, in: found[1] });
    if (url.searchParams.has("thread_ts")) words.set("thread", url.searchParams.get("thread_ts"));
    link.href = `/?${words}${found[2] ? `#m-${found[2]}-${found[3]}` : ""}`;
    link.dataset.go = "";
    link.removeAttribute("target");
  }
}
document.addEventListener("swapped", (event) => bringHome(event.target));

function showMessage(id) {
  const found = document.getElementById(id.replace(/^m-/, "t-")) || document.getElementById(id);
  found?.scrollIntoView({ block: "center" });
  found?.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const thread = event.target.closest("[data-open-thread]");
  if (thread && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
    event.preventDefault();
    openThread(thread.dataset.openThread);
    return;
  }
  const link = event.target.closest("a[data-go]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  document.getElementById("dialog").close();
  const { hash } = new URL(link.href);
  go(words(link.href)).then(() => hash && showMessage(hash.slice(1)));
});

window.addEventListener("popstate", () => {
  const given = new URLSearchParams(location.search);
  if ((given.get("as") || place().as) !== place().as) location.reload();
  else go(words(location.href), { push: false });
});

document.addEventListener("input", (event) => event.target.closest("form[data-composer]") && spot());
document.addEventListener("visibilitychange", () => document.hidden || readUpToHere());

region("modal").addEventListener("cancel", (event) => {
  if (event.target !== region("modal")) return; // a dialog inside, or choosing a file
  event.preventDefault();
  region("modal").querySelector("[data-close-view]")?.click();
});

// The drawer of a narrow window.
const scrim = document.querySelector(".scrim");
export function openDrawer() {
  body.classList.add("drawer-open");
  scrim.hidden = false;
  document.querySelector(".menu-button").setAttribute("aria-expanded", "true");
  document.querySelector(".sidebar a")?.focus();
}
export function closeDrawer() {
  body.classList.remove("drawer-open");
  scrim.hidden = true;
  document.querySelector(".menu-button").setAttribute("aria-expanded", "false");
}

// Listening: every burst of changes, and every time the sandbox is back.
function listen() {
  const stream = new EventSource(`/web/live?as=${encodeURIComponent(place().as)}`);
  const isBack = () => {
    body.classList.remove("is-cut");
    forgetNames();
    refresh();
  };
  stream.addEventListener("hello", isBack);
  stream.addEventListener("changed", () => refresh());
  stream.addEventListener("error", () => body.classList.add("is-cut"));
}

wireTools(api, { go, send, openDrawer, closeDrawer });
wireComposer(api, { go });
wirePanel(api, { send });
wirePicker(api);
wireForms(document, api);
bringHome(document);
document.querySelectorAll("[data-scroll]").forEach((pane) => {
  if (!readsFromTop(pane)) pane.scrollTop = pane.scrollHeight;
});
settled();
openHome();
listen();
if (place().step) (document.getElementById("reply") || document.getElementById("write"))?.focus();
setInterval(refresh, MINUTE / 2); // the clock at the top goes on by itself
body.dataset.ready = "yes";
