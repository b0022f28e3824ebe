// What the page's scripts share.
const panjData = host => JSON.parse(host.querySelector(':scope > script').textContent);
const panjDay = (start, day) => {
  if (start === null) return `day ${Math.round(day)}`;
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  const d = new Date((start + Math.floor(day)) * 86400000);
  return `${d.getUTCDate()} ${months[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
};
const panjNumber = value => {
  if (value === null || value === undefined) return '–';
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  // Thousands as in the tables.
  return value.toLocaleString('en', { maximumFractionDigits: digits }).replace('-', '−');
};
const panjPercent = share => `${Math.round(100 * share)}\u00a0%`;
const panjMake = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
