/*
title: Accepted after rejected
question: Which source from the internet was rejected often and then got in somewhere?
severity: medium
meaning: >-
  A source was rejected twenty or more times, and later accepted on a port other than 80 and 443. It looked for an open port and found one.
action: Check that the port is meant to be public. If so, read the service's log for this source.
technique: T1190 Exploit Public-Facing Application
false-positives: A public service on another port, which scanners find as everybody does. A partner who was let in after a change of rules.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, bytes, start, end, action]
evidence: src:{source} dst:{destination} port:{port} action:ACCEPT proto:6,17 srcport:>=10000
*/
WITH rejected AS (
  SELECT srcaddr, min(start) AS first_reject, count(*) AS rejects
  FROM flow_logs
  WHERE ${range}
    AND action = 'REJECT' AND protocol IN (6, 17) AND CAST(srcport AS integer) >= 1024
    AND ${external srcaddr}
  GROUP BY srcaddr
  HAVING count(*) >= 20
), accepted AS (
  SELECT srcaddr, dstaddr, dstport, interface_id, start, "end", bytes
  FROM flow_logs
  WHERE ${range}
    AND action = 'ACCEPT' AND protocol IN (6, 17)
    -- A source port of five digits, 10000 or more.
    AND dstport NOT IN ('80', '443') AND length(srcport) = 5
    AND srcaddr IN (SELECT srcaddr FROM rejected)
)
SELECT accepted.srcaddr AS source, accepted.dstaddr AS destination, accepted.dstport AS port, min(accepted.interface_id) AS interface_id,
  min(accepted.start) AS first_seen, max(accepted."end") AS last_seen, count(*) AS records,
  max(rejected.rejects) AS rejects, sum(accepted.bytes) AS bytes
FROM accepted JOIN rejected ON rejected.srcaddr = accepted.srcaddr AND accepted.start > rejected.first_reject
GROUP BY accepted.srcaddr, accepted.dstaddr, accepted.dstport
ORDER BY bytes DESC, source, destination, port
LIMIT 100
