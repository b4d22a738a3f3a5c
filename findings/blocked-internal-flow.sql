/*
title: Internal connection rejected again and again
question: Which internal connection is rejected steadily, as if a rule were missing?
severity: medium
meaning: >-
  The same internal pair and port was rejected twenty or more times, in six or more hours. The first packet is rejected, so either the
  destination's security group or the network ACL of its subnet has no rule for it.
action: >-
  Add the rule if the connection is wanted: first look at the destination's security group, then at the inbound rules of its
  subnet's network ACL.
  Stop the caller if it is not wanted.
false-positives: A service that has moved, and a caller with its old address.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, start, end, action]
evidence: src:{source} dst:{destination} port:{port} action:REJECT proto:6,17 sender:client
*/
SELECT srcaddr AS source, dstaddr AS destination, dstport AS port, min(interface_id) AS interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, count(DISTINCT date_trunc('hour', start)) AS hours
FROM flow_logs
WHERE ${range}
  AND action = 'REJECT' AND protocol IN (6, 17) AND ${greater srcport dstport}
  AND ${internal srcaddr} AND ${internal dstaddr}
GROUP BY srcaddr, dstaddr, dstport
HAVING count(*) >= 20 AND count(DISTINCT date_trunc('hour', start)) >= 6
ORDER BY records DESC, source, destination, port
LIMIT 100
