/** Small files for tests: two women and a man with four cards at three employers or none. */
export const siti = { nik: '3273015705880003' } as const;

export const employersCsv = () =>
  `npp,name,scale,sector,risk_class,labour_intensive,province_code,address,registered_on
24000001,CV Melati,small,trade,1,no,32,Jalan Melati 1,2014-01-15
24000002,PT Sinar Nusantara,large,manufacturing,3,yes,32,"Kawasan Industri, Blok 7",2001-05-02
24000003,PT Karya Bersama,medium,construction,5,no,31,,2010-10-10
`;

export const membersCsv = () =>
  `nik,full_name,birth_date,birth_place,sex,mother_name,address,province_code,email,phone,kpj,npp,segment,started_on,ended_on
${siti.nik},Siti Rahayu,1988-05-17,Bandung,P,Aminah Mulyani,"Jalan Kenanga 5, RT 03, ""Blok B""",32,siti@contoh.id,+6281200000001,01234567890,24000001,PU,2015-07-01,2018-12-31
${siti.nik},Siti Rahayu,1988-05-17,Bandung,P,Aminah Mulyani,"Jalan Kenanga 5, RT 03, ""Blok B""",32,siti@contoh.id,+6281200000001,01234567891,24000002,PU,2019-01-02,
3171010203900001,Budi Santoso,1990-03-02,Jakarta,L,Sri Wahyuni,,31,budi@contoh.id,+6281200000002,01234567892,24000003,PU,2020-03-01,
3578016902000002,Made Ayu Lestari,2000-02-29,Surabaya,P,,,35,,,1234567893,,BPU,2023-02-28,2026-01-31
`;

export const familiesCsv = () =>
  `nik,relation,full_name,birth_date
${siti.nik},spouse,Andi Wijaya,1986-02-28
${siti.nik},child,Laras Wijaya,
`;
