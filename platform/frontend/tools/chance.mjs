/** Repeatable chance from a seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (low, high) => low + Math.floor(next() * (high - low + 1));
  const pick = (items) => items[whole(0, items.length - 1)];
  const some = (items, count) => {
    const rest = [...items];
    const taken = [];
    while (taken.length < count && rest.length) taken.push(...rest.splice(whole(0, rest.length - 1), 1));
    return taken;
  };
  return { next, whole, pick, some, likely: (share) => next() < share };
}
