// Periods in words, always in the region's time zone, relative to the moment of the data.
import { fill } from './wording.js';

const kMinute = 60e3;
const kDay = 86400e3;
const formats = new Map();

/** The wall clock of a moment in a zone. @param {number} moment @param {string} timeZone */
export function wallClock(moment, timeZone) {
  if (!formats.has(timeZone))
    formats.set(timeZone, new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' }));
  const parts = Object.fromEntries(formats.get(timeZone).formatToParts(moment).map(({ type, value }) => [type, value]));
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  const serial = Date.UTC(year, month - 1, day) / kDay;
  return { year, month, day, time: `${parts.hour}:${parts.minute}`, serial, weekday: new Date(serial * kDay).getUTCDay() };
}

/** Words for moments and periods. @param {object} texts @param {number} now @param {string} timeZone */
export function calendar(texts, now, timeZone) {
  const words = texts.period;
  const today = wallClock(now, timeZone);

  const dayOf = (clock) => {
    const distance = clock.serial - today.serial;
    if (distance === 0) return words.today;
    if (distance === 1) return words.tomorrow;
    if (distance === -1) return words.yesterday;
    return fill(clock.year === today.year ? words.day : words.dayWithYear,
      { weekday: texts.weekdays[clock.weekday], day: clock.day, month: texts.months[clock.month - 1], year: clock.year });
  };
  const timeOf = (clock) => fill(words.time, { time: clock.time });
  const momentOf = (clock) => fill(words.at, { day: dayOf(clock), time: timeOf(clock) });

  return {
    /** "Montag, 23. November 2026, 07:30 Uhr" */
    long(moment) {
      const clock = wallClock(moment, timeZone);
      return fill(words.long, { weekday: texts.longWeekdays[clock.weekday], day: clock.day, month: texts.longMonths[clock.month - 1], year: clock.year, time: timeOf(clock) });
    },
    moment: (moment) => momentOf(wallClock(moment, timeZone)),

    /** The period of a disruption: "heute, 06:15 bis voraussichtlich 10:00 Uhr". @param {import('./feed.js').Disruption} one */
    span(one) {
      const begins = Date.parse(one.start);
      const start = wallClock(begins, timeZone);
      if (one.end === null) {
        const day = start.time === '00:00' ? dayOf(start) : momentOf(start);
        return fill(begins > now ? words.openPlanned : words.open, { start: day });
      }
      const end = wallClock(Date.parse(one.end), timeZone);
      const wholeDays = start.time === '00:00' && end.time === '23:59';
      const sameDay = start.serial === end.serial;
      const pattern = one.estimated ? words.spanEstimated : words.span;
      let text;
      if (wholeDays || one.daily) text = sameDay ? fill(one.daily ? '{day}' : words.allDay, { day: dayOf(start) }) : fill(pattern, { start: dayOf(start), end: dayOf(end) });
      else if (sameDay) text = fill(words.at, { day: dayOf(start), time: fill(pattern, { start: start.time, end: timeOf(end) }) });
      else text = fill(pattern, { start: momentOf(start), end: momentOf(end) });
      return one.daily ? fill(words.daily, { span: text, from: one.daily.from, to: one.daily.to }) : text;
    },

    /** How soon it matters, where the period does not say so by itself: "in 3 Tagen", "endet heute", or nothing. @param {import('./feed.js').Disruption} one */
    nearness(one) {
      const begins = Date.parse(one.start);
      if (begins > now) {
        const days = wallClock(begins, timeZone).serial - today.serial;
        return days > 1 ? fill(words.inDays, { count: days }) : '';
      }
      if (one.end === null || wallClock(begins, timeZone).serial === today.serial) return '';
      const left = wallClock(Date.parse(one.end) - kMinute, timeZone).serial - today.serial;
      return left === 0 ? words.endsToday : left === 1 ? words.endsTomorrow : '';
    },
  };
}
