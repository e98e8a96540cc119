-- "Handed on" became "forwarded" everywhere, and the stored names follow.
UPDATE sessions SET kind = 'forwarded' WHERE kind = 'hand_off';
UPDATE events SET actor = 'forwarded_link' WHERE actor = 'hand_off';
UPDATE events SET action = 'link.forwarded' WHERE action = 'link.handed_on';
