import type { IsoDate } from '#kernel';

/** PU works for an employer, BPU for himself, PMI abroad, JAKON on a construction site. */
export type Segment = 'PU' | 'BPU' | 'PMI' | 'JAKON';
export type Sex = 'L' | 'P';
export type Relation = 'spouse' | 'child' | 'parent' | 'sibling';

/** One card. */
export type Membership = {
  readonly membershipId: string;
  /** KPJ. */
  readonly memberNumber: string;
  readonly segment: Segment;
  readonly employerId: string | undefined;
  readonly employerName: string | undefined;
  /** Where the employer is, which decides the minimum wage. */
  readonly employerProvince?: string | undefined;
  readonly startedOn: IsoDate;
  readonly endedOn: IsoDate | undefined;
};

export type FamilyMember = {
  readonly relation: Relation;
  readonly fullName: string;
  readonly birthDate: IsoDate | undefined;
};

export type PersonDetails = {
  readonly personId: string;
  readonly fullName: string;
  readonly birthDate: IsoDate;
  readonly birthPlace: string | undefined;
  readonly sex: Sex;
  readonly provinceCode: string | undefined;
  readonly address: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  /** `3171••••••••0003`: the first 4 and the last 4 digits only. */
  readonly nationalNumberMasked: string;
  readonly motherNameMasked: string | undefined;
  /** Newest first. */
  readonly memberships: readonly Membership[];
  readonly family: readonly FamilyMember[];
};
