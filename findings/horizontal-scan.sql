/*
title: Horizontal scan
question: Who from the internet tries one port of many addresses?
severity: low
meaning: A source was rejected by ten or more addresses on the same port within an hour. The source looks for one service on all hosts.
action: Nothing while everything is rejected. Look whether the same source appears under "Accepted after rejected".
technique: T1595.001 Active Scanning - Scanning IP Blocks
false-positives: Research scanners, and a partner whose addresses the security groups do not know yet.
fields: [srcaddr, dstaddr, srcport, dstport, protocol, start, end, action]
evidence: src:{source} port:{port} action:REJECT proto:6,17 srcport:>=1024
*/
WITH targets AS (
  SELECT srcaddr, dstport, dstaddr, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records
  FROM flow_logs
  WHERE ${range}
    AND action = 'REJECT' AND protocol IN (6, 17) AND CAST(srcport AS integer) >= 1024
    AND ${external srcaddr}
  GROUP BY srcaddr, dstport, dstaddr
), ports AS (
  SELECT srcaddr, dstport, array_agg(first_seen) AS times, min(first_seen) AS first_seen, max(last_seen) AS last_seen,
    sum(records) AS records
  FROM targets
  GROUP BY srcaddr, dstport
  HAVING count(*) >= 10
), hours AS (
  -- Each address counts at its first reject, in the hour that began at :00 and in the one that began at :30, so that no scan falls between
  -- two hours.
  SELECT srcaddr, dstport, first_seen, last_seen, records, count(*) AS destinations
  FROM ports CROSS JOIN UNNEST(times) AS starts (started) CROSS JOIN UNNEST(ARRAY[0, 30]) AS shifts (shift)
  GROUP BY srcaddr, dstport, first_seen, last_seen, records, shift, date_trunc('hour', date_add('minute', shift, started))
)
SELECT srcaddr AS source, CAST(NULL AS varchar) AS destination, dstport AS port, CAST(NULL AS varchar) AS interface_id,
  first_seen, last_seen, records, max(destinations) AS destinations
FROM hours
GROUP BY srcaddr, dstport, first_seen, last_seen, records
HAVING max(destinations) >= 10
ORDER BY destinations DESC, source, port
LIMIT 100
