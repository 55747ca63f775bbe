import { type StatusWatch, viewAt } from '#operations';
import { type Announcement, formatInstant, type Visit } from '#platform';
import { statusAddress } from '#web/layout';

/** More than this on every page would be read by nobody; the status page has them all. */
const mostAnnounced = 3;

/** What every page says just now, the gravest first. From memory only. */
export function announcements(watch: StatusWatch, visit: Visit): readonly Announcement[] {
  const { t, now, config } = visit;
  const href = statusAddress(visit);
  // The status page says all of it itself.
  if (visit.context.req.path === '/status') return [];
  const view = viewAt(watch.known(), now);
  const ahead = now.getTime() + config.MAINTENANCE_ANNOUNCED_HOURS * 3_600_000;
  const time = (instant: Date) => formatInstant(instant, t.language, visit.session?.timeZone);
  const { readOnly, known } = view;
  const all: Announcement[] = [
    ...(known.silentSince ? [{ kind: 'bad' as const, text: t('banner.silent'), href }] : []),
    ...view.incidents.map(({ title, impact }) => ({
      kind: impact === 'down' ? ('bad' as const) : ('warn' as const),
      text: t('banner.incident', { title: title[t.language] }),
      href,
    })),
    ...(readOnly
      ? [
          {
            kind: 'warn' as const,
            text: t(
              readOnly.until > now ? `banner.read_only.${readOnly.scope}` : 'banner.read_only.overdue',
              {
                time: time(readOnly.until),
              },
            ),
            href,
          },
        ]
      : []),
    ...(readOnly ? [] : view.maintenance).map(({ title }) => ({
      kind: 'warn' as const,
      text: t('banner.maintenance', { title: title[t.language] }),
      href,
    })),
    ...view.planned
      .filter(({ startsAt }) => startsAt.getTime() <= ahead)
      .toReversed()
      .map(({ title, startsAt, endsAt }) => ({
        kind: 'info' as const,
        text: t('banner.planned', {
          title: title[t.language],
          from: time(startsAt),
          to: endsAt ? time(endsAt) : '',
        }),
        href,
      })),
  ];
  return all.slice(0, mostAnnounced);
}
