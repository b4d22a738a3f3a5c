/*
title: Idle interface became active
question: Which network interface had no traffic for hours and now has?
severity: low
meaning: The interface had NODATA records for six or more hours and then five or more records of traffic.
action: Look at what it does now. An interface that nobody uses is a good place to hide.
technique: T1078 Valid Accounts
false-positives: Standby hosts that take over, and batch jobs.
fields: [interface-id, start, end, log-status]
evidence: eni:{interface_id} status:OK
*/
SELECT CAST(NULL AS varchar) AS source, CAST(NULL AS varchar) AS destination, CAST(NULL AS varchar) AS port, interface_id,
  min(CASE WHEN log_status = 'OK' THEN start END) AS first_seen, max("end") AS last_seen, count_if(log_status = 'OK') AS records,
  min(CASE WHEN log_status = 'NODATA' THEN start END) AS idle_since
FROM flow_logs
WHERE ${range}
GROUP BY interface_id
HAVING count_if(log_status = 'OK') >= 5
  AND min(CASE WHEN log_status = 'OK' THEN start END) >= min(CASE WHEN log_status = 'NODATA' THEN start END) + interval '6' hour
ORDER BY first_seen, interface_id
LIMIT 100
