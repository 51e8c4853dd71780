// The clock, downtime and faults.

let moving = false;

// An instant from what stands in a date and time field, read in a named zone.
export function instantIn(zone, text) {
  const [day, clock] = text.split("T");
  const [year, month, date] = day.split("-").map(Number);
  const [hour, minute] = clock.split(":").map(Number);
  const wanted = Date.UTC(year, month - 1, date, hour, minute);
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  let guess = wanted;
  for (let i = 0; i < 3; i += 1) {
    const p = Object.fromEntries(format.formatToParts(guess).map(({ type, value }) => [type, Number(value)]));
    guess += wanted - Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute);
  }
  return guess / 1000;
}

export function wirePanel(api, { send }) {
  function progress(text) {
    const shown = document.querySelector("[data-progress]");
    if (!shown) return;
    shown.hidden = !text;
    if (text) shown.querySelector("[data-progress-text]").textContent = text;
  }
  const time = () => document.querySelector(".clock span")?.textContent || "";

  async function moved(words, work) {
    if (moving) return api.toast("Time is on its way already.");
    moving = true;
    document.body.classList.add("is-moving");
    const tick = setInterval(() => progress(`${words} ${time()}`), 100);
    progress(`${words} ${time()}`);
    const answer = await work();
    clearInterval(tick);
    moving = false;
    document.body.classList.remove("is-moving");
    await api.refresh();
    progress("");
    if (!answer.error) api.toast(answer.quiet === false ? "The app did not keep up; the clock stands where it got to." : `It is ${time()} now.`);
  }

  async function move(target) {
    const power = await send("power", undefined, { verb: "GET", quiet: true });
    const isOff = power.followed && !power.running;
    await moved(isOff ? "The clock jumps." : "Time passes.", () => send(isOff ? "clock/jump" : "clock/move", { ...target, timeout: 120 }));
  }

  const DO = {
    move: (el) => move(el.dataset.to ? { to: Number(el.dataset.to) } : { by: Number(el.dataset.by) }),
    power: (el) => send("power", { up: el.checked }).then(api.refresh),
    outage: (el) => moved("Off, and on again.", () => send("power/outage", { by: Number(el.dataset.by) })),
    fault: async (el) => {
      if (el.checked) await send("faults", { name: el.dataset.name, ...JSON.parse(el.dataset.settings) });
      else await send(`faults?name=${el.dataset.name}`, {}, { verb: "DELETE" });
      api.refresh();
    },
    "all-off": () => send("faults", {}, { verb: "DELETE" }).then(api.refresh),
    "drop-sockets": async () => {
      const { told } = await send("sockets/disconnect", {});
      if (told !== undefined) api.toast(told ? "The connection was dropped. The app should be back in a moment." : "There was no connection to drop.");
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-do]");
    if (button && DO[button.dataset.do]) DO[button.dataset.do](button);
  });
  document.addEventListener("change", (event) => {
    const box = event.target.closest("input[data-do]");
    if (box && DO[box.dataset.do]) DO[box.dataset.do](box);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-move-to]");
    if (!form) return;
    event.preventDefault();
    move({ to: instantIn(form.dataset.tz, form.querySelector("input").value) });
  });
}
