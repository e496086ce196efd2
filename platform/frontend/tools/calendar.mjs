// Wall-clock dates of the region (Central European Time) as ISO strings with their offset, without the host's zone.

const pad = (number) => String(number).padStart(2, '0');
const lastSunday = (year, month) => {
  const day = new Date(Date.UTC(year, month + 1, 0));
  day.setUTCDate(day.getUTCDate() - day.getUTCDay());
  return day.getTime();
};
const isSummer = (wall) => {
  const year = wall.getUTCFullYear();
  return wall.getTime() >= lastSunday(year, 2) + 2 * 3600e3 && wall.getTime() < lastSunday(year, 9) + 3 * 3600e3;
};

/** A wall-clock moment; `days` from the reference day, at hour:minute. */
export function wall(referenceDay, days, hour = 0, minute = 0) {
  const [year, month, day] = referenceDay.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days, hour, minute));
}
export function iso(moment) {
  const text = `${moment.getUTCFullYear()}-${pad(moment.getUTCMonth() + 1)}-${pad(moment.getUTCDate())}`;
  return `${text}T${pad(moment.getUTCHours())}:${pad(moment.getUTCMinutes())}:00${isSummer(moment) ? '+02:00' : '+01:00'}`;
}
export const weekday = (moment) => moment.getUTCDay();
