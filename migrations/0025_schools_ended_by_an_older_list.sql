-- A list that is older than what is known may show two things of one school: that it stood, and that another, which a newer list has, took its
-- place since. The second holds from the day of the newer list, so that a file may say of one school what it was on more than one day.
alter table schools.school_version drop constraint school_version_urn_import_id_key;
alter table schools.school_version add constraint school_version_urn_import_id_as_at_key unique (urn, import_id, as_at);
