-- Census figures whose "how many of how many" does not give the published percentage lose both: the file's pupils on roll are not who the percentage
-- is of. New releases are read so (src/data/releases/road.ts). What was published, and its value, stay as they are; the same file brought again
-- also says of languages how many there were.
alter table data.figure no force row level security;
update data.figure set numerator = null, denominator = null
  where measure like 'context-%' and value is not null and numerator is not null
    and (denominator is null or denominator = 0 or abs(100 * numerator / denominator - value) > 0.050000001);
update data.figure set denominator = null where measure = 'context-free-meals-now';
alter table data.figure force row level security;
