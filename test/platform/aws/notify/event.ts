import { noticeOf } from '../../../../lib/core/notify/build-message.ts';
import type { Notice } from '../../../../lib/core/notify/message.ts';
import { about, rejectedDay } from '../../../core/notify/scene.ts';

/** A notice of so many rejected days. */
export function noticeOfDays(count: number): Notice {
  const notice = noticeOf(
    about(),
    Array.from({ length: count }, (_, n) => rejectedDay(n)),
  );
  if (notice === undefined) throw new Error('nothing is told');
  return notice;
}
