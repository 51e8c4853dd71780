// Lists and menus that lie over the page: opened next to what they belong to, one at a time.

let open = null;
let afterwards = () => {};

function place(list, anchor) {
  const box = anchor.getBoundingClientRect();
  const narrow = window.innerWidth <= 480;
  const gap = 4;
  list.style.position = "fixed";
  list.style.margin = "0";
  list.style.inset = "auto";
  list.style.maxHeight = "";
  list.style.minWidth = list.matches(".pick-list") ? `${box.width}px` : "";
  list.style.maxWidth = `${Math.min(narrow ? window.innerWidth - 16 : 420, window.innerWidth - 16)}px`;
  const below = window.innerHeight - box.bottom - gap - 8;
  const above = box.top - gap - 8;
  const wanted = Math.min(list.scrollHeight + 2, 320);
  const up = below < wanted && above > below;
  list.style.maxHeight = `${Math.max(96, Math.min(320, up ? above : below))}px`;
  const height = Math.min(list.offsetHeight, up ? above : below);
  list.style.top = up ? `${Math.max(8, box.top - gap - height)}px` : `${box.bottom + gap}px`;
  const toRight = list.dataset.side === "right" || box.left + list.offsetWidth > window.innerWidth - 8;
  const left = toRight ? box.right - list.offsetWidth : box.left;
  list.style.left = `${Math.max(8, Math.min(left, window.innerWidth - list.offsetWidth - 8))}px`;
}

export function isOpen(list) {
  return open !== null && open.list === list;
}

export function show(list, anchor, onHide = () => {}) {
  if (isOpen(list)) {
    place(list, anchor);
    return;
  }
  hide();
  list.showPopover();
  open = { list, anchor, onHide };
  anchor.closest("article, .home-view, .modal-form")?.setAttribute("data-choosing", "");
  place(list, anchor);
}

export function again() {
  if (open !== null) place(open.list, open.anchor);
}

export function hide() {
  if (open === null) return;
  const { list, anchor, onHide } = open;
  open = null;
  if (list.isConnected && list.matches(":popover-open")) list.hidePopover();
  anchor.closest("[data-choosing]")?.removeAttribute("data-choosing");
  onHide();
  afterwards();
}

// The page leaves alone what carries data-choosing, so it is told when that is over.
export function watch(root, whenHidden) {
  afterwards = whenHidden;
  root.addEventListener("pointerdown", (event) => {
    if (open && !open.list.contains(event.target) && !open.anchor.contains(event.target)) hide();
  });
  root.addEventListener(
    "scroll",
    (event) => {
      if (!open || open.list.contains(event.target)) return;
      if (!open.anchor.isConnected) hide();
      else again();
    },
    true,
  );
  window.addEventListener("resize", again);
}
