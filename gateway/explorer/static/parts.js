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
  colour(dot, vendor);
  return element("span", { class: "vendor" }, dot, titled(vendor));
}

/** Of the name alone: a hue, and one of three degrees of lightness. 76 keeps today's five apart, also for the colour-blind. */
export function colour(made, vendor) {
  let hue = 0;
  for (const letter of vendor) hue = (hue * 76 + letter.charCodeAt(0)) % 360;
  made.style.setProperty("--hue", String(hue));
  made.style.setProperty("--step", String(hue % 3));
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
