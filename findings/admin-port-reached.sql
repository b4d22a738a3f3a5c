/*
title: Admin or database port open to the internet
question: Which remote administration and database ports accept connections from the internet?
severity: high
meaning: A security group and a network ACL let a public address in to SSH, RDP, a database or another administration port.
action: Close the port to 0.0.0.0/0 and ::/0. Use Session Manager, a VPN or a list of known addresses. Then read what the source did.
technique: T1133 External Remote Services
false-positives: An administrator's known public address, and a bastion that is meant to be open. VPCs with public address ranges.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, packets, bytes, start, end, action]
evidence: src:{source} dst:{destination} port:{port} action:ACCEPT proto:6 srcport:>=10000
*/
SELECT srcaddr AS source, dstaddr AS destination, dstport AS port, min(interface_id) AS interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes
FROM flow_logs
WHERE ${range}
  AND action = 'ACCEPT' AND protocol = 6
  AND dstport IN (${admin-ports})
  -- A reply of a public server to a NAT gateway may have such a port as its destination, but comes from a low port.
  AND CAST(srcport AS integer) >= 10000
  AND ${outside srcaddr dstaddr}
GROUP BY srcaddr, dstaddr, dstport
ORDER BY bytes DESC, source, destination, port
LIMIT 100
