/*
title: Cleartext protocol
question: Who uses a protocol that sends passwords without encryption?
severity: medium
meaning: >-
  Accepted connections to FTP, Telnet, POP3, IMAP, the r-services, Docker without TLS, or the management consoles of ActiveMQ and RabbitMQ.
  Whoever sees the packets reads the passwords.
action: Replace the protocol (SFTP, SSH, TLS), or close the port.
technique: T1040 Network Sniffing
false-positives: A connection that changes to TLS after it began (STARTTLS), and test systems.
fields: [interface-id, srcaddr, dstaddr, srcport, dstport, protocol, packets, start, end, action]
evidence: src:{source} dst:{destination} port:{port} action:ACCEPT proto:6 srcport:>=16000
*/
SELECT srcaddr AS source, dstaddr AS destination, dstport AS port, min(interface_id) AS interface_id,
  min(start) AS first_seen, max("end") AS last_seen, count(*) AS records, sum(packets) AS packets
FROM flow_logs
WHERE ${range}
  AND action = 'ACCEPT' AND protocol = 6
  AND dstport IN ('21', '23', '110', '143', '512', '513', '514', '2375', '8161', '15672') AND CAST(srcport AS integer) >= 16000
GROUP BY srcaddr, dstaddr, dstport
ORDER BY records DESC, source, destination, port
LIMIT 100
