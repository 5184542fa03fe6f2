"""How well what is drawn stands out. Specification: WCAG 2.2, "contrast ratio"."""

from playwright.async_api import Page

_MEASURE = """
([selector, property]) => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const painted = (colours) => {
    canvas.fillStyle = '#fff';
    for (const colour of ['#fff', ...colours]) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const found = [];
    for (let at = element; at; at = at.parentElement) found.unshift(getComputedStyle(at).backgroundColor);
    return found;
  };
  return [...document.querySelectorAll(selector)].map((one) => {
    const ground = behind(property === 'color' ? one : one.parentElement);
    const drawn = painted([...ground, getComputedStyle(one)[property]]);
    const [more, less] = [light(drawn), light(painted(ground))].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  });
}
"""


async def least(page: Page, selector: str, drawn: str = "color") -> float:
    """The lowest ratio of those that are there, between what is drawn (a property of their style) and what lies behind it."""
    found: list[float] = await page.evaluate(_MEASURE, [selector, drawn])
    assert found, f"nothing is {selector}"
    return min(found)
