// Writing: sending, files, posting as a bot, and what is completed while one types.

let known = null;
export function forgetNames() {
  known = null;
}
async function names(as) {
  if (!known) known = fetch(`/web/names?as=${encodeURIComponent(as)}`).then((r) => r.json()).catch(() => null);
  return (await known) || { commands: [], people: [], channels: [] };
}

const TRIGGERS = [
  [/^\/[\w-]*$/, "commands"],
  [/(?:^|\s)@([\w.-]*)$/, "people"],
  [/(?:^|\s)#([\w-]*)$/, "channels"],
  [/(?:^|\s):([a-z0-9_+-]{2,})$/, "emoji"],
];

async function suggestions(area, as) {
  const before = area.value.slice(0, area.selectionStart);
  for (const [pattern, kind] of TRIGGERS) {
    const found = before.match(pattern);
    if (!found) continue;
    const typed = (kind === "commands" ? found[0] : found[1]).toLowerCase();
    if (kind === "emoji") {
      const { emoji } = await (await fetch(`/web/emoji?q=${encodeURIComponent(typed)}`)).json();
      return emoji.slice(0, 8).map((e) => ({ text: `:${e.name}:`, main: `${e.character} :${e.name}:`, about: "", typed: typed.length + 1 }));
    }
    const all = await names(as);
    if (kind === "commands") {
      if (area.id === "reply") return [];
      return all.commands
        .filter((c) => c.name.startsWith(typed))
        .map((c) => ({ text: c.name, main: c.name, hint: c.hint, about: `${c.about} · ${c.app}`, typed: typed.length }));
    }
    const shown =
      kind === "people"
        ? all.people
            .filter((p) => p.name.toLowerCase().startsWith(typed) || p.real_name.toLowerCase().split(" ").some((w) => w.startsWith(typed)))
            .map((p) => ({ text: `@${p.name}`, main: p.real_name, hint: `@${p.name}`, about: p.about }))
        : all.channels
            .filter((c) => c.name.includes(typed))
            .map((c) => ({ text: `#${c.name}`, main: `#${c.name}`, about: c.is_private ? "private" : "" }));
    return shown.slice(0, 8).map((s) => ({ ...s, typed: typed.length + 1 }));
  }
  return [];
}

const listOf = (area) => document.getElementById(area.getAttribute("aria-controls"));
const isOpen = (area) => area.getAttribute("aria-expanded") === "true";

function show(area, found) {
  const list = listOf(area);
  list.replaceChildren(
    ...found.map((one, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.dataset.text = one.text;
      item.dataset.typed = one.typed;
      for (const part of ["main", "hint", "about"]) {
        if (!one[part]) continue;
        const span = document.createElement("span");
        span.className = `s-${part}`;
        span.textContent = one[part];
        item.append(span);
      }
      return item;
    }),
  );
  list.hidden = !found.length;
  area.setAttribute("aria-expanded", String(!!found.length));
  select(area, found.length ? 0 : -1);
}

function select(area, at) {
  const items = [...listOf(area).children];
  items.forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
  if (items[at]) {
    area.setAttribute("aria-activedescendant", items[at].id);
    items[at].scrollIntoView({ block: "nearest" });
  } else area.removeAttribute("aria-activedescendant");
}

function step(area, by) {
  const items = [...listOf(area).children];
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  select(area, (at + by + items.length) % items.length);
}

function take(area, item) {
  const end = area.selectionStart;
  const start = end - Number(item.dataset.typed);
  area.setRangeText(`${item.dataset.text} `, start, end, "end");
  show(area, []);
  grow(area);
}

export function grow(area) {
  area.rows = Math.min(10, Math.max(1, area.value.split("\n").length));
}

export function insert(area, text) {
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.focus();
}

async function marked(text, as) {
  const all = await names(as);
  const people = new Map(all.people.map((p) => [p.name.toLowerCase(), p.id]));
  const channels = new Map(all.channels.map((c) => [c.name, c.id]));
  return text
    .replace(/(^|\s)@([\w.-]*\w)/g, (whole, gap, name) => (people.has(name.toLowerCase()) ? `${gap}<@${people.get(name.toLowerCase())}>` : whole))
    .replace(/(^|\s)@(channel|here|everyone)\b/g, (whole, gap, name) => `${gap}<!${name}>`)
    .replace(/(^|\s)#([\w-]+)/g, (whole, gap, name) => (channels.has(name) ? `${gap}<#${channels.get(name)}>` : whole));
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",", 2)[1] || "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

export function wireComposer(api, { go }) {
  async function post(form) {
    const area = form.querySelector("textarea");
    const text = area.value.trim();
    const { as } = api.place();
    const poster = form.querySelector("#postas")?.value || as;
    const file = form.querySelector("#file")?.files[0];
    const to = { channel: form.dataset.channel, thread_ts: form.dataset.thread || undefined };
    if (!text && !file) return;
    let answer;
    if (text.startsWith("/") && !file && poster === as) {
      if (to.thread_ts) return api.toast("Commands work in the channel, not in a thread.", "error");
      answer = await api.act("command", { channel: to.channel, text, wait_view: 0.2 });
    } else if (file) {
      if (file.size > 20e6) return api.toast("A file has 20 MB at most here.", "error");
      answer = await api.act("upload", { ...to, name: file.name, base64: await base64(file), text: await marked(text, as) });
    } else {
      const broadcast = form.querySelector("[name=broadcast]")?.checked || undefined;
      const values = { ...to, as: poster, broadcast, text: poster === as ? await marked(text, as) : text };
      if (poster !== as) values.username = form.querySelector("#postas").selectedOptions[0].textContent;
      answer = await api.act("post", values);
    }
    if (answer.error) return; // nothing came of it, and that was said; the text stays
    area.value = area.defaultValue = "";
    if (form.querySelector("#file")) form.querySelector("#file").value = "";
    const also = form.querySelector("[name=broadcast]");
    if (also) also.checked = false;
    fileName(form);
    grow(area);
    document.body.dataset.step = "";
    if (answer.channel && api.place().in?.startsWith("U")) await go({ in: answer.channel }, { push: false });
    await api.refresh();
    const pane = area.closest("aside, main").querySelector("[data-scroll]");
    pane.scrollTop = pane.scrollHeight;
  }

  function fileName(form) {
    const file = form.querySelector("#file")?.files[0];
    const shown = form.querySelector(".filename");
    if (shown) shown.textContent = file ? file.name : "";
  }

  function posters(form) {
    const chosen = form.querySelector("#postas");
    if (chosen) form.querySelector(".drafts").hidden = chosen.value === api.place().as;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-composer]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    post(form).finally(() => delete form.dataset.busy);
  });

  document.addEventListener("input", async (event) => {
    const area = event.target.closest("form[data-composer] textarea");
    if (!area) return;
    grow(area);
    const typed = area.value;
    const found = await suggestions(area, api.place().as);
    if (area.value === typed) show(area, found);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-composer]");
    if (!form) return;
    fileName(form);
    posters(form);
  });

  document.addEventListener("click", (event) => {
    const item = event.target.closest(".suggestions [role=option]");
    if (item) {
      const area = item.closest("form").querySelector("textarea");
      take(area, item);
      area.focus();
    }
    const draft = event.target.closest("[data-do=draft]");
    if (draft) {
      const area = draft.closest("form").querySelector("textarea");
      area.value = draft.dataset.text;
      grow(area);
      area.focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    const area = event.target.closest?.("form[data-composer] textarea");
    if (!area || event.isComposing) return;
    const open = isOpen(area);
    const chosen = open && listOf(area).querySelector('[aria-selected="true"]');
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      step(area, event.key === "ArrowDown" ? 1 : -1);
    } else if (chosen && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      take(area, chosen);
    } else if (open && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      show(area, []);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (chosen && area.value.trim() !== chosen.dataset.text) take(area, chosen);
      else {
        show(area, []);
        area.form.requestSubmit();
      }
    }
  });

  document.addEventListener("focusout", (event) => {
    const area = event.target.closest?.("form[data-composer] textarea");
    if (area) setTimeout(() => document.activeElement !== area && show(area, []), 150);
  });

  document.addEventListener("swapped", () => document.querySelectorAll("form[data-composer]").forEach(ready));
  function ready(form) {
    posters(form);
    grow(form.querySelector("textarea"));
  }
  document.querySelectorAll("form[data-composer]").forEach(ready);
}
