-- A list of groups that is older than what is known says two things of a school that a newer list no longer has in a group: that it was in it, and
-- that it has left it since. The second holds from the day of the newer list, so that a file may say of one membership what it was on two days.
alter table schools.trust_membership drop constraint trust_membership_urn_uid_import_id_key;
alter table schools.trust_membership add constraint trust_membership_urn_uid_import_id_as_at_key unique (urn, uid, import_id, as_at);
