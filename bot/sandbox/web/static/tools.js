// The buttons of the page itself: switching person, small dialogs, joining and leaving, the tour, light and dark.

const dialog = document.getElementById("dialog");

function applyTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

export function wireTools(api, { go, send, openDrawer, closeDrawer }) {
  try {
    applyTheme(localStorage.getItem("theme"));
  } catch {
    // a browser that keeps nothing shows what the system prefers
  }

  async function openDialog(name) {
    const { as, in: where } = api.place();
    const answer = await fetch(`/web/dialog/${name}?${new URLSearchParams({ as, in: where })}`);
    dialog.innerHTML = await answer.text();
    document.querySelectorAll("details.pop[open]").forEach((el) => (el.open = false));
    dialog.showModal();
  }

  const here = () => document.querySelector(".r-messages article")?.dataset.channel || api.place().in;
  const did = async (name, values) => {
    const answer = await api.act(name, values);
    await api.refresh();
    return !answer.error;
  };

  const DO = {
    drawer: () => (document.body.classList.contains("drawer-open") ? closeDrawer() : openDrawer()),
    "drawer-close": closeDrawer,
    theme: () => {
      const isDark = getComputedStyle(document.documentElement).colorScheme.includes("dark");
      const wanted = isDark ? "light" : "dark";
      applyTheme(wanted);
      try {
        localStorage.setItem("theme", wanted);
      } catch {
        // as above
      }
    },
    dialog: (el) => openDialog(el.dataset.dialog),
    "dialog-close": () => dialog.close(),
    join: () => did("join", { channel: here() }),
    leave: async () => (await did("leave", { channel: here() })) && go({ in: "", tab: "", thread: "" }),
    "tour-close": () => send("tour/closed", { closed: true }).then(api.refresh),
    "tour-open": () => send("tour/closed", { closed: false }).then(api.refresh),
    "tour-restart": () => send("tour/restart").then(api.refresh),
    fill: (el) => fill(JSON.parse(el.dataset.values)),
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]");
    if (button && DO[button.dataset.do]) {
      event.preventDefault();
      DO[button.dataset.do](button);
      return;
    }
    const small = event.target.closest("button[data-small]");
    if (small?.dataset.small === "join" && (await did("join", { channel: small.dataset.channel }))) {
      dialog.close();
      go({ in: small.dataset.channel, tab: "", thread: "" });
    }
    if (small?.dataset.small === "invite" && (await did("invite", { channel: here(), user: small.dataset.user }))) {
      small.closest("li").remove();
    }
  });

  dialog.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const answer = await api.act("create_channel", { name: form.get("name"), private: form.has("private") });
    if (answer.error) return;
    dialog.close();
    go({ in: answer.channel.id || answer.channel, tab: "", thread: "" });
  });

  // Being somebody else keeps the conversation where that person could see it as well.
  document.addEventListener("click", (event) => {
    const person = event.target.closest("a.person[data-keep]");
    if (person && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      const { in: where, tab, panel } = api.place();
      location.assign(`${person.href}&${new URLSearchParams({ in: where, tab: tab || "", panel: panel || "", soft: "1" })}`);
    }
  });

  // Menus close when one looks elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.pop[open], details.actas[open]").forEach((el) => {
      if (!el.contains(event.target)) el.open = false;
    });
    const to = event.target.closest("[data-to-message]");
    if (to) {
      event.preventDefault();
      to.closest("details").open = false;
      const found = document.getElementById(`m-${to.dataset.toMessage.replace(".", "-")}`);
      found?.scrollIntoView({ block: "center" });
      found?.focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.pop[open], details.actas[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    } else if (document.body.classList.contains("drawer-open")) {
      closeDrawer();
      document.querySelector(".menu-button").focus();
    }
  });
}

function fill(values) {
  for (const [block, value] of Object.entries(values)) {
    const field = document.querySelector(`dialog.modal[open] [data-input="${CSS.escape(block)}"] :is(textarea, input)`);
    if (!field) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.querySelector("dialog.modal[open] [type=submit]")?.focus();
}
