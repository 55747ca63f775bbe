type Guard = { readonly table: string; readonly name: string };

const ofTable: Readonly<Record<string, readonly string[]>> = {
  posting: ['posting_append_only', 'posting_never_truncated', 'posting_balanced'],
  entry: ['entry_settles_only', 'entry_in_open_year', 'entry_never_deleted', 'entry_never_truncated'],
  ledger_account: ['ledger_account_never_changed', 'ledger_account_never_truncated'],
  year_end: ['year_end_append_only', 'year_end_never_truncated'],
  closed_year: ['closed_year_closes_only', 'closed_year_never_deleted', 'closed_year_never_truncated'],
  year_part: ['year_part_append_only', 'year_part_never_truncated'],
  carried: ['carried_append_only', 'carried_never_truncated'],
  merging: ['merging_append_only', 'merging_never_truncated'],
  rewarded: ['rewarded_append_only', 'rewarded_never_truncated'],
};

/** The triggers that have to stand: a partition has those of its parent. */
export function expectedGuards(partitions: readonly { parent: string; table: string }[]): Guard[] {
  const of = (table: string, names: readonly string[]) => names.map((name) => ({ table, name }));
  return [
    ...Object.entries(ofTable).flatMap(([table, names]) => of(table, names)),
    ...partitions.flatMap(({ parent, table }) => of(table, ofTable[parent] ?? [])),
  ];
}
