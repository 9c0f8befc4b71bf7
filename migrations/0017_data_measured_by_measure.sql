-- A comparison reads one measure of every school of a city: by measure and group, not by all that a school has of a run.
drop index data.measured_urn;
create index measured_school on data.measured (urn, measure, pupil_group) where urn is not null;
