// Choosing an emoji, for a reaction or for the text one writes.
import { insert } from "./composer.js";

const picker = document.createElement("div");
picker.className = "picker";
picker.setAttribute("role", "dialog");
picker.setAttribute("aria-label", "Choose an emoji");
picker.popover = "auto";

export function wirePicker(api) {
  let chosen = () => {};
  const field = document.createElement("input");
  field.type = "search";
  field.placeholder = "Search emoji";
  field.setAttribute("aria-label", "Search emoji");
  const grid = document.createElement("div");
  grid.className = "picker-grid";
  picker.append(field, grid);
  document.body.append(picker);

  async function fill() {
    const asked = field.value;
    const { emoji } = await (await fetch(`/web/emoji?q=${encodeURIComponent(asked)}`)).json();
    if (field.value !== asked) return;
    grid.replaceChildren(
      ...emoji.map(({ name, character }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = character;
        button.title = `:${name}:`;
        button.setAttribute("aria-label", name.replaceAll("_", " "));
        button.addEventListener("click", () => {
          picker.hidePopover();
          chosen(name);
        });
        return button;
      }),
    );
    if (!emoji.length) grid.textContent = "Nothing is called that.";
  }

  function open(anchor, then) {
    chosen = then;
    field.value = "";
    fill();
    picker.showPopover();
    const at = anchor.getBoundingClientRect();
    const size = picker.getBoundingClientRect();
    picker.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
    picker.style.top = `${at.top > size.height + 16 ? at.top - size.height - 6 : Math.min(at.bottom + 6, innerHeight - size.height - 8)}px`;
    field.focus();
  }

  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      grid.querySelector("button")?.click();
    }
  });
  api.pickEmoji = open;
  document.addEventListener("click", (event) => {
    const forText = event.target.closest("[data-do=emoji]");
    if (forText) {
      const area = forText.closest("form").querySelector("textarea");
      open(forText, (name) => insert(area, `:${name}: `));
    }
    const react = event.target.closest("[data-react]");
    const message = react?.closest("article");
    if (message) {
      const { channel, ts } = message.dataset;
      open(react, (name) => api.act("react", { channel, ts, name }).then(api.refresh));
    }
  });
}
