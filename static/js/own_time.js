// Moments are shown as the clock of the examination room shows them; where this device's zone differs, its time stands beneath.

const language = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en-GB";

function offsetOf(moment, timeZone) {
  const named = new Intl.DateTimeFormat("en-GB", { timeZone, timeZoneName: "longOffset" });
  const offset = named.formatToParts(moment).find((part) => part.type === "timeZoneName").value;
  return offset.replace("GMT", "UTC");
}

for (const place of document.querySelectorAll("[data-own-time]")) {
  const moment = new Date(place.dataset.ownTime);
  const own = offsetOf(moment, undefined);
  if (own === offsetOf(moment, place.dataset.zone)) continue;
  const written = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
  place.textContent = place.dataset.words.replace("{time}", `${written.format(moment)} (${own})`);
  place.hidden = false;
}
