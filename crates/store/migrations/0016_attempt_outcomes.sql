-- What a list shows of an attempt that did not pass, so that it reads no report. All three are null for a draft that was
-- forwarded before a check. Attempts from before this migration have an outcome only.
ALTER TABLE attempts ADD COLUMN outcome TEXT;
ALTER TABLE attempts ADD COLUMN cause TEXT;
ALTER TABLE attempts ADD COLUMN step TEXT;
UPDATE attempts SET outcome = 'failed' WHERE report LIKE '{"outcome":"failed"%';
UPDATE attempts SET outcome = 'undetermined' WHERE report LIKE '{"outcome":"undetermined"%';

CREATE INDEX attempts_tried ON attempts (environment, tenant COLLATE "binary") WHERE outcome IS NOT NULL;
CREATE INDEX attempts_tried_by_flow ON attempts (environment, flow, tenant COLLATE "binary") WHERE outcome IS NOT NULL;
