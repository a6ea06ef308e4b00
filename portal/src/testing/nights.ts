// What clocks show on nights of 2026, worked out from the time zone database by another program than the portal's.

/** Where people look from. Times of `yours` are in this order; null is a clock that shows the same as that of the business. */
export const VIEWERS = ['America/Los_Angeles', 'Africa/Abidjan', 'Africa/Nairobi', 'Asia/Kolkata', 'Pacific/Auckland'] as const;

interface Moment {
  at: string;
  /** On the clock of the business, and how far that is from UTC. */
  there: string;
  offset: string;
  /** The same in Arabic: the day, and the clock. */
  arabic: readonly [day: string, clock: string];
  yours: readonly (string | null)[];
}

interface Night {
  zone: string;
  city: string;
  night: 'ordinary' | 'spring' | 'autumn';
  /** Both sides of midnight, of an hour that is left out, or of one that comes twice. */
  moments: readonly [Moment, Moment];
}

/** No clock changes in Riyadh: its nights are those on which the one in Los Angeles does. */
export const NIGHTS: readonly Night[] = [
  {
    zone: 'America/New_York',
    city: 'New York',
    night: 'ordinary',
    moments: [
      { at: '2026-02-10T04:59:00Z', there: '9 Feb, 23:59', offset: 'GMT-5', arabic: ['9 فبراير', '11:59 م'], yours: ['20:59', '10 Feb, 04:59', '10 Feb, 07:59', '10 Feb, 10:29', '10 Feb, 17:59'] },
      { at: '2026-02-10T05:00:00Z', there: '10 Feb, 00:00', offset: 'GMT-5', arabic: ['10 فبراير', '12:00 ص'], yours: ['9 Feb, 21:00', '05:00', '08:00', '10:30', '18:00'] },
    ],
  },
  {
    zone: 'America/New_York',
    city: 'New York',
    night: 'spring',
    moments: [
      { at: '2026-03-08T06:59:00Z', there: '8 Mar, 01:59', offset: 'GMT-5', arabic: ['8 مارس', '01:59 ص'], yours: ['7 Mar, 22:59', '06:59', '09:59', '12:29', '19:59'] },
      { at: '2026-03-08T07:00:00Z', there: '8 Mar, 03:00', offset: 'GMT-4', arabic: ['8 مارس', '03:00 ص'], yours: ['7 Mar, 23:00', '07:00', '10:00', '12:30', '20:00'] },
    ],
  },
  {
    zone: 'America/New_York',
    city: 'New York',
    night: 'autumn',
    moments: [
      { at: '2026-11-01T05:30:00Z', there: '1 Nov, 01:30', offset: 'GMT-4', arabic: ['1 نوفمبر', '01:30 ص'], yours: ['31 Oct, 22:30', '05:30', '08:30', '11:00', '18:30'] },
      { at: '2026-11-01T06:30:00Z', there: '1 Nov, 01:30', offset: 'GMT-5', arabic: ['1 نوفمبر', '01:30 ص'], yours: ['31 Oct, 23:30', '06:30', '09:30', '12:00', '19:30'] },
    ],
  },
  {
    zone: 'Asia/Riyadh',
    city: 'Riyadh',
    night: 'ordinary',
    moments: [
      { at: '2026-02-09T20:59:00Z', there: '9 Feb, 23:59', offset: 'GMT+3', arabic: ['9 فبراير', '11:59 م'], yours: ['12:59', '20:59', null, '10 Feb, 02:29', '10 Feb, 09:59'] },
      { at: '2026-02-09T21:00:00Z', there: '10 Feb, 00:00', offset: 'GMT+3', arabic: ['10 فبراير', '12:00 ص'], yours: ['9 Feb, 13:00', '9 Feb, 21:00', null, '02:30', '10:00'] },
    ],
  },
  {
    zone: 'Asia/Riyadh',
    city: 'Riyadh',
    night: 'spring',
    moments: [
      { at: '2026-03-08T09:59:00Z', there: '8 Mar, 12:59', offset: 'GMT+3', arabic: ['8 مارس', '12:59 م'], yours: ['01:59', '09:59', null, '15:29', '22:59'] },
      { at: '2026-03-08T10:00:00Z', there: '8 Mar, 13:00', offset: 'GMT+3', arabic: ['8 مارس', '01:00 م'], yours: ['03:00', '10:00', null, '15:30', '23:00'] },
    ],
  },
  {
    zone: 'Asia/Riyadh',
    city: 'Riyadh',
    night: 'autumn',
    moments: [
      { at: '2026-11-01T08:30:00Z', there: '1 Nov, 11:30', offset: 'GMT+3', arabic: ['1 نوفمبر', '11:30 ص'], yours: ['01:30', '08:30', null, '14:00', '21:30'] },
      { at: '2026-11-01T09:30:00Z', there: '1 Nov, 12:30', offset: 'GMT+3', arabic: ['1 نوفمبر', '12:30 م'], yours: ['01:30', '09:30', null, '15:00', '22:30'] },
    ],
  },
  {
    zone: 'Europe/London',
    city: 'London',
    night: 'ordinary',
    moments: [
      { at: '2026-02-09T23:59:00Z', there: '9 Feb, 23:59', offset: 'GMT', arabic: ['9 فبراير', '11:59 م'], yours: ['15:59', null, '10 Feb, 02:59', '10 Feb, 05:29', '10 Feb, 12:59'] },
      { at: '2026-02-10T00:00:00Z', there: '10 Feb, 00:00', offset: 'GMT', arabic: ['10 فبراير', '12:00 ص'], yours: ['9 Feb, 16:00', null, '03:00', '05:30', '13:00'] },
    ],
  },
  {
    zone: 'Europe/London',
    city: 'London',
    night: 'spring',
    moments: [
      { at: '2026-03-29T00:59:00Z', there: '29 Mar, 00:59', offset: 'GMT', arabic: ['29 مارس', '12:59 ص'], yours: ['28 Mar, 17:59', null, '03:59', '06:29', '13:59'] },
      { at: '2026-03-29T01:00:00Z', there: '29 Mar, 02:00', offset: 'BST', arabic: ['29 مارس', '02:00 ص'], yours: ['28 Mar, 18:00', '01:00', '04:00', '06:30', '14:00'] },
    ],
  },
  {
    zone: 'Europe/London',
    city: 'London',
    night: 'autumn',
    moments: [
      { at: '2026-10-25T00:30:00Z', there: '25 Oct, 01:30', offset: 'BST', arabic: ['25 أكتوبر', '01:30 ص'], yours: ['24 Oct, 17:30', '00:30', '03:30', '06:00', '13:30'] },
      { at: '2026-10-25T01:30:00Z', there: '25 Oct, 01:30', offset: 'GMT', arabic: ['25 أكتوبر', '01:30 ص'], yours: ['24 Oct, 18:30', null, '04:30', '07:00', '14:30'] },
    ],
  },
  {
    zone: 'Australia/Sydney',
    city: 'Sydney',
    night: 'ordinary',
    moments: [
      { at: '2026-02-09T12:59:00Z', there: '9 Feb, 23:59', offset: 'GMT+11', arabic: ['9 فبراير', '11:59 م'], yours: ['04:59', '12:59', '15:59', '18:29', '10 Feb, 01:59'] },
      { at: '2026-02-09T13:00:00Z', there: '10 Feb, 00:00', offset: 'GMT+11', arabic: ['10 فبراير', '12:00 ص'], yours: ['9 Feb, 05:00', '9 Feb, 13:00', '9 Feb, 16:00', '9 Feb, 18:30', '02:00'] },
    ],
  },
  {
    zone: 'Australia/Sydney',
    city: 'Sydney',
    night: 'spring',
    moments: [
      { at: '2026-10-03T15:59:00Z', there: '4 Oct, 01:59', offset: 'GMT+10', arabic: ['4 أكتوبر', '01:59 ص'], yours: ['3 Oct, 08:59', '3 Oct, 15:59', '3 Oct, 18:59', '3 Oct, 21:29', '04:59'] },
      { at: '2026-10-03T16:00:00Z', there: '4 Oct, 03:00', offset: 'GMT+11', arabic: ['4 أكتوبر', '03:00 ص'], yours: ['3 Oct, 09:00', '3 Oct, 16:00', '3 Oct, 19:00', '3 Oct, 21:30', '05:00'] },
    ],
  },
  {
    zone: 'Australia/Sydney',
    city: 'Sydney',
    night: 'autumn',
    moments: [
      { at: '2026-04-04T15:30:00Z', there: '5 Apr, 02:30', offset: 'GMT+11', arabic: ['5 أبريل', '02:30 ص'], yours: ['4 Apr, 08:30', '4 Apr, 15:30', '4 Apr, 18:30', '4 Apr, 21:00', '03:30'] },
      { at: '2026-04-04T16:30:00Z', there: '5 Apr, 02:30', offset: 'GMT+10', arabic: ['5 أبريل', '02:30 ص'], yours: ['4 Apr, 09:30', '4 Apr, 16:30', '4 Apr, 19:30', '4 Apr, 22:00', '04:30'] },
    ],
  },
];
