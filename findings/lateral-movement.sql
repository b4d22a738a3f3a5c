/*
title: Lateral movement
question: Which internal address begins to administer hosts in other subnets?
severity: high
meaning: >-
  An internal address had sessions (ten or more packets) on SSH, RDP, SMB, WinRM or VNC with three or more hosts outside of its /24 network,
  and had none in the first six hours of this time range.
action: Ask who used the source at that time. If nobody did, isolate it and look at the hosts that it reached.
technique: T1021 Remote Services
false-positives: A bastion or a deployment tool that is used now and then. Mute its address.
fields: [srcaddr, dstaddr, srcport, dstport, protocol, packets, start, end, action]
evidence: src:{source} dst:{internal} dst:!{source/24} port:22,445,3389,5900,5985,5986 packets:>=10 action:ACCEPT proto:6 sender:client
*/
SELECT srcaddr AS source, CAST(NULL AS varchar) AS destination, CASE WHEN count(DISTINCT dstport) = 1 THEN min(dstport) END AS port,
  CAST(NULL AS varchar) AS interface_id, min(start) AS first_seen, max("end") AS last_seen, count(*) AS records,
  count(DISTINCT dstaddr) AS destinations
FROM flow_logs
WHERE ${range}
  AND action = 'ACCEPT' AND protocol = 6 AND packets >= 10
  AND dstport IN ('22', '445', '3389', '5900', '5985', '5986') AND ${greater srcport dstport}
  AND ${internal srcaddr} AND ${internal dstaddr}
  AND regexp_extract(srcaddr, '^[0-9]+\.[0-9]+\.[0-9]+\.') <> regexp_extract(dstaddr, '^[0-9]+\.[0-9]+\.[0-9]+\.')
GROUP BY srcaddr
HAVING count(DISTINCT dstaddr) >= 3
  AND min(start) >= (SELECT min(start) + interval '6' hour FROM flow_logs WHERE ${range})
ORDER BY destinations DESC, source
LIMIT 100
