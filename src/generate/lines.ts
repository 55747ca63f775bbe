import type { Card } from './cards.ts';
import { csvField } from '#platform';
import type { Employer } from './employer.ts';
import type { Relative } from './family.ts';

/** What members.csv tells about a person; generated and hand-written ones alike. */
export type PersonColumns = {
  readonly nik: string;
  readonly fullName: string;
  readonly birthDate: string;
  readonly birthPlace: string;
  readonly sex: 'L' | 'P';
  readonly motherName: string;
  readonly address: string;
  readonly provinceCode: string;
  readonly email: string;
  readonly phone: string;
};

export type CardColumns = Pick<Card, 'kpj' | 'segment' | 'startedOn' | 'endedOn'> & { readonly npp: string };

export type EmployerColumns = Pick<
  Employer,
  'npp' | 'name' | 'scale' | 'labourIntensive' | 'provinceCode' | 'address' | 'registeredOn'
> & { readonly sector: string; readonly riskClass: number };

export function memberLine(person: PersonColumns, card: CardColumns): string {
  const { nik, fullName, birthDate, sex, provinceCode, email, phone } = person;
  const who = `${nik},${csvField(fullName)},${birthDate},${csvField(person.birthPlace)},${sex},${csvField(person.motherName)}`;
  const where = `${csvField(person.address)},${provinceCode},${email},${phone}`;
  return `${who},${where},${card.kpj},${card.npp},${card.segment},${card.startedOn},${card.endedOn}\n`;
}

export function familyLine(nik: string, relative: Relative): string {
  return `${nik},${relative.relation},${csvField(relative.fullName)},${relative.birthDate}\n`;
}

export function employerLine(employer: EmployerColumns): string {
  const { npp, name, scale, sector, riskClass, provinceCode, address, registeredOn } = employer;
  const intensive = employer.labourIntensive ? 'yes' : 'no';
  return `${npp},${csvField(name)},${scale},${sector},${riskClass},${intensive},${provinceCode},${csvField(address)},${registeredOn}\n`;
}
