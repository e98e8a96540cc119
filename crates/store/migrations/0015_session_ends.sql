-- Where a tenant goes when they are done, and who forwarded a link.
ALTER TABLE sessions ADD COLUMN return_url TEXT;
ALTER TABLE sessions ADD COLUMN asked_by TEXT;
