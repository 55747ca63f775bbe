import type { IsoDate, Rupiah } from '#kernel';
import { deathTermsOn, jobLossTermsOn, type Programme } from '#rates';

/** The regulations that each programme rests on. */
const laws: Record<Programme, string> = {
  JKK: 'PP 44/2015, PP 82/2019, PP 49/2023',
  JKM: 'PP 44/2015, PP 82/2019, PP 49/2023',
  JHT: 'PP 46/2015, PP 60/2015, Permenaker 4/2022',
  JP: 'PP 45/2015',
  JKP: 'PP 37/2021, PP 6/2025',
};

export const lawsOf = (programme: Programme): string => laws[programme];

type PlainAmounts = Record<'total' | 'lump' | 'periodic' | 'funeral' | 'ceiling', Rupiah>;

/** The amounts that plain words about the programmes name: what JKM pays, and the wage up to which JKP counts. */
export function plainAmounts(today: IsoDate): PlainAmounts {
  const death = deathTermsOn(today);
  const jobLoss = jobLossTermsOn(today);
  if (!death || !jobLoss) throw new RangeError(`no amounts in force on ${today}`);
  return {
    total: death.lumpSum + death.periodic + death.funeral,
    lump: death.lumpSum,
    periodic: death.periodic,
    funeral: death.funeral,
    ceiling: jobLoss.wageCeiling,
  };
}
