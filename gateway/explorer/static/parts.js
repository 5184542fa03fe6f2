// Pieces of a page: elements, and words for what an answer holds.

const NAMES = { CARECLOUD: "CareCloud" };

/** Makes an element; `children` are elements and texts, empty ones are left out. */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/** A vendor's name with its dot, whose hue is always the same. */
export function vendorName(vendor) {
  const dot = element("i", { class: "dot" });
  dot.style.setProperty("--hue", hue(vendor));
  return element("span", { class: "vendor" }, dot, titled(vendor));
}

/** 0 to 359, of the name alone; 26 keeps today's five vendors at least 46 apart. */
export function hue(vendor) {
  let sum = 0;
  for (const letter of vendor) sum = (sum * 26 + letter.charCodeAt(0)) % 360;
  return String(sum);
}

/** `OPEN_LOYALTY` becomes `Open Loyalty`. */
export function titled(vendor) {
  const words = vendor.toLowerCase().split("_");
  return NAMES[vendor] ?? words.map((word) => word[0].toUpperCase() + word.slice(1)).join(" ");
}

export function milliseconds(value) {
  return value < 10 ? `${value.toFixed(1)} ms` : value < 10_000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

/** An age in seconds, in the largest unit that fits. */
export function age(seconds) {
  if (seconds < 1) return "just now";
  if (seconds < 90) return `${Math.round(seconds)} s old`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min old`;
  return seconds < 129_600 ? `${Math.round(seconds / 3600)} h old` : `${Math.round(seconds / 86_400)} days old`;
}

export function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
