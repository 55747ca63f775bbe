import { type MonthNumber, dayText, monthText } from './calendar.ts';
import type { Relative } from './family.ts';
import type { CardColumns, EmployerColumns, PersonColumns } from './lines.ts';

/** How a card of the cast earns and pays; months are counted back from the last one, 0 being the last. */
export type CastCard = CardColumns & {
  /** Reported wage of 2026, and by how much it grows a year. */
  readonly wage: number;
  readonly raise: number;
  /** How many of the last months are reported with another, lower wage. */
  readonly fallen?: { readonly months: number; readonly wage: number };
  /** `YYYY-MM` of months that were never reported. */
  readonly missing?: readonly string[];
  /** `YYYY-MM` of months that were paid on the 24th. */
  readonly late?: readonly string[];
  /** How many of the last months are billed and not paid. */
  readonly unpaid?: number;
};

export type CastPerson = PersonColumns & {
  readonly username: string;
  readonly story: string;
  readonly cards: readonly CastCard[];
  readonly family: readonly Relative[];
};

export const castEmployers: readonly EmployerColumns[] = [
  [
    '19000171',
    'PT Sinar Nusantara',
    'large',
    'manufacturing',
    3,
    false,
    '32',
    'Kawasan Industri Cikarang Blok C-7, Kabupaten Bekasi',
    '1996-08-12',
  ],
  [
    '19000182',
    'PT Mekar Abadi Garmindo',
    'medium',
    'manufacturing_garment',
    1,
    true,
    '32',
    'Jl. Soekarno Hatta No. 480, Kota Bandung',
    '2001-03-05',
  ],
  [
    '19000193',
    'CV Karya Mandiri',
    'small',
    'manufacturing_furniture',
    3,
    true,
    '34',
    'Jl. Kaliurang Km 9, Kabupaten Sleman',
    '2009-11-02',
  ],
  [
    '19000204',
    'PT Busana Lestari Garmindo',
    'medium',
    'manufacturing_garment',
    1,
    true,
    '33',
    'Jl. Raya Ungaran No. 21, Kabupaten Semarang',
    '2004-06-21',
  ],
  [
    '19000215',
    'PT Samudra Pelabuhan Utama',
    'large',
    'transport_storage',
    3,
    false,
    '73',
    'Jl. Nusantara No. 102, Kota Makassar',
    '1991-01-15',
  ],
  [
    '19000226',
    'Klinik Cahaya Cenderawasih',
    'small',
    'health_social',
    1,
    false,
    '91',
    'Jl. Raya Abepura No. 18, Kota Jayapura',
    '2013-04-08',
  ],
  [
    '19000237',
    'PT Bali Wisata Persada',
    'medium',
    'hotel_food',
    1,
    false,
    '51',
    'Jl. Danau Tamblingan No. 60, Kota Denpasar',
    '1999-09-30',
  ],
].map((row) => {
  const [npp, name, scale, sector, riskClass, labourIntensive, provinceCode, address, registeredOn] = row;
  return {
    npp,
    name,
    scale,
    sector,
    riskClass,
    labourIntensive,
    provinceCode,
    address,
    registeredOn,
  } as EmployerColumns;
});

/** The members of the demonstration (contoh): all invented, addresses at contoh.id, phones that nobody can have. */
export function castPeople(until: MonthNumber): readonly CastPerson[] {
  return [siti, budi, rizky(until), agus, dewi, hasan(until), yosina(until), wayan, lestari];
}

const siti: CastPerson = {
  username: 'siti.rahayu',
  story: 'More than ten years, two cards; July of last year was never reported, the last month is overdue.',
  nik: '3273015705880003',
  fullName: 'Siti Rahayu',
  birthDate: '1988-05-17',
  birthPlace: 'Bandung',
  sex: 'P',
  motherName: 'Aminah Mulyani',
  address: 'Jl. Kenanga No. 14, RT 03/RW 05, Kec. Cikarang Utara, Kabupaten Bekasi',
  provinceCode: '32',
  email: 'siti.rahayu@contoh.id',
  phone: '+6280111110001',
  cards: [
    {
      kpj: '14038214567',
      npp: '19000182',
      segment: 'PU',
      startedOn: '2014-03-03',
      endedOn: '2018-12-31',
      wage: 9_400_000,
      raise: 0.08,
      late: ['2017-06'],
    },
    {
      kpj: '19017743208',
      npp: '19000171',
      segment: 'PU',
      startedOn: '2019-01-07',
      endedOn: '',
      wage: 12_735_000,
      raise: 0.055,
      missing: ['2025-07'],
      late: ['2026-03'],
      unpaid: 1,
    },
  ],
  family: [
    { relation: 'spouse', fullName: 'Andi Wijaya', birthDate: '1986-02-28' },
    { relation: 'child', fullName: 'Laras Wijaya', birthDate: '2014-11-09' },
    { relation: 'child', fullName: 'Bagas Wijaya', birthDate: '2018-04-23' },
    { relation: 'parent', fullName: 'Aminah Mulyani', birthDate: '1961-01-30' },
  ],
};

const budi: CastPerson = {
  username: 'budi.santoso',
  story: 'A small furniture maker, every month reported and paid.',
  nik: '3404072311840002',
  fullName: 'Budi Santoso',
  birthDate: '1984-11-23',
  birthPlace: 'Sleman',
  sex: 'L',
  motherName: 'Sri Wahyuni',
  address: 'Jl. Palagan No. 8, RT 02/RW 11, Kec. Ngaglik, Kabupaten Sleman',
  provinceCode: '34',
  email: 'budi.santoso@contoh.id',
  phone: '+6280111110002',
  cards: [
    {
      kpj: '17022090156',
      npp: '19000193',
      segment: 'PU',
      startedOn: '2017-02-01',
      endedOn: '',
      wage: 3_950_000,
      raise: 0.06,
    },
  ],
  family: [{ relation: 'spouse', fullName: 'Endang Lestari', birthDate: '1987-07-02' }],
};

const rizky = (until: MonthNumber): CastPerson => ({
  username: 'rizky.pratama',
  story: 'First job, five months.',
  nik: '3216062908040004',
  fullName: 'Rizky Pratama',
  birthDate: '2004-08-29',
  birthPlace: 'Bekasi',
  sex: 'L',
  motherName: 'Neneng Komalasari',
  address: 'Jl. Melati No. 3, RT 07/RW 02, Kec. Tambun Selatan, Kabupaten Bekasi',
  provinceCode: '32',
  email: 'rizky.pratama@contoh.id',
  phone: '+6280111110003',
  cards: [
    {
      kpj: '10026051183',
      npp: '19000171',
      segment: 'PU',
      startedOn: dayText(until - 4, 2),
      endedOn: '',
      wage: 6_210_000,
      raise: 0,
    },
  ],
  family: [{ relation: 'parent', fullName: 'Neneng Komalasari', birthDate: '1979-03-14' }],
});

const agus: CastPerson = {
  username: 'agus.setiawan',
  story: 'A driver who pays for himself, with two months left out.',
  nik: '3578081204790001',
  fullName: 'Agus Setiawan',
  birthDate: '1979-04-12',
  birthPlace: 'Surabaya',
  sex: 'L',
  motherName: 'Sumiati',
  address: 'Jl. Ahmad Yani Gang 4 No. 27, RT 01/RW 06, Kec. Gubeng, Kota Surabaya',
  provinceCode: '35',
  email: 'agus.setiawan@contoh.id',
  phone: '+6280111110004',
  cards: [
    {
      kpj: '10023057719',
      npp: '',
      segment: 'BPU',
      startedOn: '2023-05-08',
      endedOn: '',
      wage: 1_000_000,
      raise: 0,
      missing: ['2024-04', '2025-03'],
    },
  ],
  family: [
    { relation: 'spouse', fullName: 'Tutik Murni', birthDate: '1982-12-19' },
    { relation: 'child', fullName: 'Danang Setiawan', birthDate: '2006-10-05' },
  ],
};

const dewi: CastPerson = {
  username: 'dewi.anggraini',
  story: 'The employer has been billed for six months and has not paid.',
  nik: '3322135409930005',
  fullName: 'Dewi Anggraini',
  birthDate: '1993-09-14',
  birthPlace: 'Semarang',
  sex: 'P',
  motherName: 'Sulastri',
  address: 'Jl. Diponegoro No. 61, RT 04/RW 01, Kec. Ungaran Barat, Kabupaten Semarang',
  provinceCode: '33',
  email: 'dewi.anggraini@contoh.id',
  phone: '+6280111110005',
  cards: [
    {
      kpj: '15016640872',
      npp: '19000204',
      segment: 'PU',
      startedOn: '2016-01-04',
      endedOn: '',
      wage: 3_480_000,
      raise: 0.06,
      unpaid: 6,
    },
  ],
  family: [{ relation: 'child', fullName: 'Kirana Putri Anggraini', birthDate: '2019-02-28' }],
};

const hasan = (until: MonthNumber): CastPerson => ({
  username: 'hasan.basri',
  story: 'Turns 56 in two months and may then take the savings.',
  nik: `737101${dayText(until + 2 - 56 * 12, 14).slice(8)}${dayText(until + 2 - 56 * 12, 14).slice(5, 7)}${dayText(until + 2 - 56 * 12, 14).slice(2, 4)}0006`,
  fullName: 'Hasan Basri',
  birthDate: dayText(until + 2 - 56 * 12, 14),
  birthPlace: 'Makassar',
  sex: 'L',
  motherName: 'Sitti Hajar',
  address: 'Jl. Hasanuddin No. 9, RT 02/RW 03, Kec. Mariso, Kota Makassar',
  provinceCode: '73',
  email: 'hasan.basri@contoh.id',
  phone: '+6280111110006',
  cards: [
    {
      kpj: '10098103345',
      npp: '19000215',
      segment: 'PU',
      startedOn: '1998-06-01',
      endedOn: '',
      wage: 9_875_000,
      raise: 0.05,
    },
  ],
  family: [
    { relation: 'spouse', fullName: 'Hasnawati', birthDate: '1974-05-20' },
    { relation: 'child', fullName: 'Muh. Ilham Basri', birthDate: '2001-08-17' },
  ],
});

const yosina = (until: MonthNumber): CastPerson => ({
  username: 'yosina.wambrauw',
  story: 'A nurse without an e-mail address; two months ago her wage fell, and that month was paid late.',
  nik: '9171034212900007',
  fullName: 'Yosina Wambrauw',
  birthDate: '1990-12-02',
  birthPlace: 'Jayapura',
  sex: 'P',
  motherName: 'Orpa Rumbiak',
  address: 'Jl. Raya Abepura No. 44, RT 05/RW 02, Kec. Abepura, Kota Jayapura',
  provinceCode: '91',
  email: '',
  phone: '+6280111110007',
  cards: [
    {
      kpj: '18021193604',
      npp: '19000226',
      segment: 'PU',
      startedOn: '2018-02-19',
      endedOn: '',
      wage: 5_120_000,
      raise: 0.05,
      fallen: { months: 2, wage: 4_200_000 },
      late: [monthText(until - 1)],
    },
  ],
  family: [{ relation: 'sibling', fullName: 'Isak Wambrauw', birthDate: '1994-06-11' }],
});

const wayan: CastPerson = {
  username: 'wayan.sudarma',
  story: 'Left a hotel in 2024 and has not worked since: inactive, with savings.',
  nik: '5171022702830008',
  fullName: 'I Wayan Sudarma',
  birthDate: '1983-02-27',
  birthPlace: 'Denpasar',
  sex: 'L',
  motherName: 'Ni Luh Suartini',
  address: 'Jl. Teratai No. 5, Kec. Denpasar Selatan, Kota Denpasar',
  provinceCode: '51',
  email: 'wayan.sudarma@contoh.id',
  phone: '+6280111110008',
  cards: [
    {
      kpj: '12024458091',
      npp: '19000237',
      segment: 'PU',
      startedOn: '2012-07-02',
      endedOn: '2024-06-30',
      wage: 4_300_000,
      raise: 0.05,
    },
  ],
  family: [
    { relation: 'spouse', fullName: 'Ni Made Ariani', birthDate: '1985-10-10' },
    { relation: 'child', fullName: 'I Putu Mahendra', birthDate: '2010-03-06' },
  ],
};

const lestari: CastPerson = {
  username: 'lestari.handayani',
  story: 'On the register by her employer, and has no account yet: she can open one.',
  nik: '3374015203950009',
  fullName: 'Lestari Handayani',
  birthDate: '1995-03-12',
  birthPlace: 'Semarang',
  sex: 'P',
  motherName: 'Sri Wahyuni',
  address: 'Jl. Melati No. 9, RT 02/RW 04, Kec. Cikarang Selatan, Kabupaten Bekasi',
  provinceCode: '32',
  email: 'lestari.handayani@contoh.id',
  phone: '+6280111110009',
  cards: [
    {
      kpj: '21036581142',
      npp: '19000171',
      segment: 'PU',
      startedOn: '2021-06-01',
      endedOn: '',
      wage: 5_900_000,
      raise: 0.05,
    },
  ],
  family: [{ relation: 'parent', fullName: 'Sri Wahyuni', birthDate: '1968-10-21' }],
};
