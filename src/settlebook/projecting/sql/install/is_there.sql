SELECT to_regclass('read.installed') IS NOT NULL AND to_regclass('read.progress') IS NOT NULL;
