import { month } from '#kernel';

/** The five programmes, in the order that pages show them. */
export const programmes = ['JHT', 'JP', 'JKK', 'JKM', 'JKP'] as const;
export type Programme = (typeof programmes)[number];

export const contributionSegments = ['PU', 'BPU', 'PMI', 'JAKON'] as const;
/** Wage earners, self-employed, migrant workers, construction. */
export type ContributionSegment = (typeof contributionSegments)[number];

export const employerScales = ['large', 'medium', 'small', 'micro'] as const;
export type EmployerScale = (typeof employerScales)[number];

export const riskClasses = [1, 2, 3, 4, 5] as const;
export type RiskClass = (typeof riskClasses)[number];

/** The programmes of PP 44, 45 and 46 of 2015 begin here; older months are assessed by nobody. */
export const firstContributionMonth = month('2015-07');

/** The packages of migrant workers (Permenaker 4/2023 Ps.18). */
export const migrantPackageIds = ['before', '6-months', '12-months', '24-months', 'extension'] as const;
export type MigrantPackageId = (typeof migrantPackageIds)[number];
