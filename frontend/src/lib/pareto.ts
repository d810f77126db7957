export interface ParetoRow {
  label: string;
  value: number;
  href?: string;
}

/** Running share of the whole in percent, one figure per row, one decimal. */
export function cumulative(rows: ParetoRow[]): number[] {
  const total = rows.reduce((sum, row) => sum + Math.max(0, row.value), 0);
  let sum = 0;
  return rows.map((row) => {
    sum += Math.max(0, row.value);
    return total ? Math.round((sum / total) * 1000) / 10 : 0;
  });
}

/** How many rows, from the top, make up `share` percent. */
export function vital(rows: ParetoRow[], share = 80): number {
  const at = cumulative(rows).findIndex((percent) => percent >= share);
  return at < 0 ? rows.length : at + 1;
}
