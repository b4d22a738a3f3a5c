// Links to the SQL page with the query for the records behind a number.

const text = value => `'${value.replaceAll("'", "''")}'`;
const moment = seconds => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
const hour = seconds => moment(seconds).replace(/[- ]|:.*/g, '');

// An address as it is, or all of a /24 network.
const address = (column, name) =>
  name.endsWith('.0/24') ? `${column} LIKE ${text(name.replace(/0\/24$/, '%'))}` : `${column} = ${text(name)}`;

/** The address of the query; null and undefined mean no condition. Records may arrive up to an hour after their time. */
export function evidenceLink({ from, to, source, destination, port, eni, action }) {
  const conditions = [
    `year || month || day || hour BETWEEN '${hour(from)}' AND '${hour(to + 3600)}'`,
    `start >= timestamp '${moment(from)}' AND start <= timestamp '${moment(to)}'`,
    source && address('srcaddr', source),
    destination && address('dstaddr', destination),
    port && `dstport = ${text(port)}`,
    eni && `interface_id = ${text(eni)}`,
    action && `action = ${text(action)}`,
  ].filter(Boolean);
  return `/sql?${new URLSearchParams({ sql: `SELECT *\nFROM flow_logs\nWHERE ${conditions.join('\n  AND ')}\nORDER BY start\nLIMIT 1000` })}`;
}
