-- The tables of the demo: cities, each in a country. Can be run again at any time: it makes what is missing and changes
-- nothing that is there.
SET NAMES utf8mb4;

CREATE TABLE IF NOT EXISTS country (
    code CHAR(2) CHARACTER SET ascii NOT NULL,   -- ISO 3166-1 alpha-2
    name VARCHAR(64)                 NOT NULL,
    PRIMARY KEY (code)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;

CREATE TABLE IF NOT EXISTS city (
    id           INT UNSIGNED                                NOT NULL,   -- GeoNames id
    name         VARCHAR(64)                                 NOT NULL,
    country_code CHAR(2) CHARACTER SET ascii                 NOT NULL,
    admin1_code  VARCHAR(8) CHARACTER SET ascii              NOT NULL,   -- '' where a country has no divisions
    divisions    JSON                                            NULL,   -- names, the larger division first
    latitude     DECIMAL(7, 5)                               NOT NULL,
    longitude    DECIMAL(8, 5)                               NOT NULL,
    population   INT UNSIGNED                                    NULL,   -- NULL: not known
    kind         ENUM ('capital', 'seat', 'place', 'section') NOT NULL,
    checked_at   DATETIME                                    NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY uq_city_name (country_code, admin1_code, name),
    CONSTRAINT fk_city_country FOREIGN KEY (country_code) REFERENCES country (code),
    CONSTRAINT ck_city_latitude CHECK (latitude BETWEEN -90 AND 90),
    CONSTRAINT ck_city_longitude CHECK (longitude BETWEEN -180 AND 180),
    CONSTRAINT ck_city_null_island CHECK (latitude <> 0 OR longitude <> 0),
    CONSTRAINT ck_city_population CHECK (population > 0)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci;

-- Below this line: written by make-data.mjs.
