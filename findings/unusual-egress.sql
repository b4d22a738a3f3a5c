/*
title: Unusual egress
question: Which internal address sent far more to the internet in an hour than it usually does?
severity: medium
meaning: >-
  In one hour the address sent 500 MB or more to public addresses, and five times what it sent in its median hour of this time
  range. It needs
  six hours of history. The destination is the one that got most in a single record.
action: Ask who owns the destination and what was copied. A backup has an owner; an exfiltration has none.
technique: T1048 Exfiltration Over Alternative Protocol
false-positives: Backups, releases and other batch jobs. A NAT gateway shows the traffic of the hosts that use it once more.
fields: [srcaddr, dstaddr, bytes, start, end, action]
evidence: src:{source} dst:!{internal} action:ACCEPT start:<{hour}
*/
WITH hours AS (
  SELECT srcaddr, date_trunc('hour', start) AS hour_began, sum(bytes) AS bytes, max_by(dstaddr, bytes) AS destination,
    min(start) AS first_seen, max("end") AS last_seen, count(*) AS records
  FROM flow_logs
  WHERE ${range}
    AND action = 'ACCEPT'
    AND ${internal srcaddr} AND ${external dstaddr}
  GROUP BY srcaddr, date_trunc('hour', start)
), usual AS (
  SELECT srcaddr, approx_percentile(bytes, 0.5) AS bytes
  FROM hours
  GROUP BY srcaddr
  HAVING count(*) >= 6
)
SELECT hours.srcaddr AS source, hours.destination, CAST(NULL AS varchar) AS port, CAST(NULL AS varchar) AS interface_id,
  hours.first_seen, hours.last_seen, hours.records, hours.bytes, usual.bytes AS usual_bytes
FROM hours JOIN usual ON usual.srcaddr = hours.srcaddr
WHERE hours.bytes >= 500000000 AND hours.bytes >= 5 * usual.bytes
ORDER BY bytes DESC, source, first_seen
LIMIT 100
