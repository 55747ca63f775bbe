import { getDistricts, getProvinces, getRegencies } from 'idn-area-data';
import { provinces } from './economy.ts';
import { type Random, randomFor } from './random.ts';

export type District = {
  /** The first six digits of a NIK. */
  readonly code: string;
  readonly name: string;
  readonly regencyName: string;
  readonly provinceCode: string;
};

export type Regions = {
  /** How many persons can be told apart by district and serial number. */
  readonly mostMembers: number;
  /** District and serial number of a person: no two indexes share both. */
  placeOf(index: number): { readonly district: District; readonly serial: number };
  /** A district at random, as often as its people are many. */
  anyDistrict(random: Random): District;
  /** A district of this province. */
  districtIn(provinceCode: string, random: Random): District;
};

const slotsWanted = 20_000;
const mostSlotsPerDistrict = 15;
// Numbers below are left to the cast of the demonstration.
const firstSerial = 10;
const serials = 9999 - firstSerial;

/** Indonesia's districts, with slots in proportion to the people of their provinces. Constant in size. */
export async function loadRegions(seed: number): Promise<Regions> {
  const districts = await allDistricts();
  const byProvince = Map.groupBy(districts, ({ provinceCode }) => provinceCode);
  const total = Object.values(provinces).reduce((sum, { weight }) => sum + weight, 0);
  const slots: { district: District; place: number; per: number }[] = [];
  for (const [code, members] of byProvince) {
    const wanted = (slotsWanted * (provinces[code]?.weight ?? 0)) / total / members.length;
    const per = Math.min(mostSlotsPerDistrict, Math.max(1, Math.round(wanted)));
    for (const district of members)
      for (let place = 0; place < per; place += 1) slots.push({ district, place, per });
  }
  shuffle(slots, randomFor(seed, 'slots', 0));
  // Each seed begins at another serial, so that the NIK of two seeds seldom meet.
  const shift = randomFor(seed, 'slots', 1).below(serials);
  return {
    mostMembers: Math.floor(serials / mostSlotsPerDistrict) * slots.length,
    placeOf: (index) => {
      const slot = slots[index % slots.length] as (typeof slots)[number];
      const number = slot.place + slot.per * Math.floor(index / slots.length);
      return { district: slot.district, serial: firstSerial + ((number + shift) % serials) };
    },
    anyDistrict: (random) => random.pick(slots).district,
    districtIn: (provinceCode, random) => random.pick(byProvince.get(provinceCode) ?? districts),
  };
}

async function allDistricts(): Promise<District[]> {
  const [known, regencies, districts] = await Promise.all([getProvinces(), getRegencies(), getDistricts()]);
  const names = new Map(regencies.map(({ code, name }) => [code, name]));
  const codes = new Set(known.map(({ code }) => code));
  return districts.map(({ code, name, regency_code }) => {
    const provinceCode = code.slice(0, 2);
    if (!codes.has(provinceCode)) throw new RangeError(`district ${code} lies in no province`);
    return {
      code: code.replaceAll('.', ''),
      name,
      regencyName: names.get(regency_code) ?? name,
      provinceCode,
    };
  });
}

function shuffle<Item>(items: Item[], random: Random): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    [items[last], items[other]] = [items[other] as Item, items[last] as Item];
  }
}
