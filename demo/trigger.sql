-- A rule over two tables. One statement, since its body holds semicolons.
CREATE TRIGGER IF NOT EXISTS guide_of_whole_city AFTER INSERT ON guide FOR EACH ROW
IF (SELECT kind FROM city WHERE id = NEW.city_id) = 'section' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'a section of a city has no guide of its own';
END IF
