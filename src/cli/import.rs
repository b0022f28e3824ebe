//! `panj import`: a scenario from districts' polygons.

use std::fs;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use panj_import::{Columns, Counts, Imported, Link, Options, Preset, Problem, Reading, Side};

use super::error::CliError;
use super::numbers::{counted, grouped, plain};
use super::output::Output;
use super::typed::quoted;
use crate::scenario::{Date, Overlay, load, visible};

/// Arguments of `panj import`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  panj import my-border --districts afg_adm2.shp --from cod-ab --host TJ=tjk_adm2.geojson --host-from geoboundaries --tolerance 500
  panj import carolina --districts nc.shp --id CNTY_ID --name NAME
  panj import texas --districts counties.geojson --only 'id=48*' --host NM=counties.geojson --host-only 'id=35*' --id id --name name

Without --id or --from it lists the columns with three values of each. Lines of two sources rarely agree: give --tolerance, and
look at DOUBTS.md and graph.svg. Data under a licence stay under it: --licence writes it into SOURCES.md.")]
pub(super) struct Import {
    /// Folder to write, new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The districts: .shp (with .dbf beside it), .geojson
    #[arg(long, value_name = "FILE")]
    districts: PathBuf,
    /// Whose columns they are
    #[arg(long, value_enum, value_name = "MAKER")]
    from: Option<Maker>,
    /// Column of the ids
    #[arg(long, value_name = "COLUMN")]
    id: Option<String>,
    /// Column of the names in Latin letters
    #[arg(long, value_name = "COLUMN")]
    name: Option<String>,
    /// Column of the names as people there write them
    #[arg(long, value_name = "COLUMN")]
    name_local: Option<String>,
    /// Column of the provinces' ids
    #[arg(long, value_name = "COLUMN")]
    province: Option<String>,
    /// Column of the provinces' names
    #[arg(long, value_name = "COLUMN")]
    province_name: Option<String>,
    /// Only rows with this value, or without it (COLUMN!=VALUE); a star at its end stands for anything; may be given again
    #[arg(long, value_name = "COLUMN=VALUE")]
    only: Vec<String>,
    /// A host state's districts, with its short name; may be given again
    #[arg(long, value_name = "NAME=FILE")]
    host: Vec<String>,
    /// Whose columns the hosts' files have [default: as the districts]
    #[arg(long, value_enum, value_name = "MAKER")]
    host_from: Option<Maker>,
    /// Column of the ids in the hosts' files [default: as the districts]
    #[arg(long, value_name = "COLUMN")]
    host_id: Option<String>,
    /// Column of the names in the hosts' files [default: as the districts]
    #[arg(long, value_name = "COLUMN")]
    host_name: Option<String>,
    /// Column of the sectors in the hosts' files: one sector for each host state without it
    #[arg(long, value_name = "COLUMN")]
    sector: Option<String>,
    /// Only rows of the hosts' files with this value
    #[arg(long, value_name = "COLUMN=VALUE")]
    host_only: Vec<String>,
    /// How far the lines of neighbours may be apart
    #[arg(long, value_name = "METRES", default_value_t = 1.0)]
    tolerance: f64,
    /// Borders shorter than this are none
    #[arg(long, value_name = "KM", default_value_t = 0.0)]
    least_km: f64,
    /// Two districts that are neighbours over water; may be given again
    #[arg(long, value_name = "A,B[=KM]")]
    link: Vec<String>,
    /// Link what is apart from the rest to what is nearest to it
    #[arg(long)]
    link_nearest: bool,
    /// Population: a column of the districts' file, or FILE.csv:ID_COLUMN:PEOPLE_COLUMN
    #[arg(long, value_name = "COLUMN")]
    population: Option<String>,
    /// Seats: .csv with lon, lat, name, capital; or points of a Shapefile or GeoJSON
    #[arg(long, value_name = "FILE")]
    seats: Option<PathBuf>,
    /// Districts that the advancing force holds at the start, by ids
    #[arg(long, value_name = "ID,ID", value_delimiter = ',')]
    held: Vec<String>,
    /// Encoding of a Shapefile's texts, where it has no .cpg [default: UTF-8, else windows-1252]
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
    /// Coordinate system, where no .prj says it: EPSG:32642 (UTM), '+proj=...', a file with WKT
    #[arg(long, value_name = "CRS", allow_hyphen_values = true)]
    crs: Option<String>,
    /// First day of the scenario
    #[arg(long, value_name = "DATE", default_value = "2030-05-01")]
    start: String,
    /// Last day of the scenario
    #[arg(long, value_name = "DATE", default_value = "2030-12-31")]
    end: String,
    /// Licence of the data, as their maker names it
    #[arg(long, value_name = "TEXT")]
    licence: Option<String>,
    /// Look only: write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Makers of sets of boundaries whose columns are known.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Maker {
    /// OCHA's COD-AB
    CodAb,
    /// geoBoundaries
    Geoboundaries,
    /// GADM
    Gadm,
}

impl From<Maker> for Preset {
    fn from(maker: Maker) -> Preset {
        match maker {
            Maker::CodAb => Preset::CodAb,
            Maker::Geoboundaries => Preset::GeoBoundaries,
            Maker::Gadm => Preset::Gadm,
        }
    }
}

impl Import {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError`].
    pub(super) fn execute(&self, output: &Output) -> Result<(), CliError> {
        let shown = self.folder.display();
        let taken =
            fs::read_dir(&self.folder).is_ok_and(|mut entries| entries.next().is_some()) || self.folder.is_file();
        if taken && !self.dry_run {
            return Err(CliError::Input(format!(
                "{shown} exists already and is not an empty folder; choose another name"
            )));
        }
        let imported = panj_import::import(&self.options()?).map_err(|problems| wrong(&problems))?;
        if !self.dry_run {
            let failed = |error: std::io::Error| {
                CliError::Input(format!("{shown}: {error}; name a new folder where you may write"))
            };
            fs::create_dir_all(&self.folder).map_err(failed)?;
            for (name, text) in &imported.files {
                fs::write(self.folder.join(name), text).map_err(failed)?;
            }
            // What was written is held to the rules for what is read: a map that no run would take is told here.
            load(&self.folder, &Overlay::none())?;
        }
        self.tell(&imported, output)
    }

    fn options(&self) -> Result<Options, CliError> {
        for (option, day) in [("--start", &self.start), ("--end", &self.end)] {
            day.parse::<Date>().map_err(|_| CliError::Input(format!("{option} {day}: a date like 2030-05-01")))?;
        }
        let reading =
            |only: &[String]| Reading { crs: self.crs.clone(), encoding: self.encoding.clone(), only: only.to_vec() };
        let columns = Columns {
            from: self.from.map(Preset::from),
            id: self.id.clone(),
            name: self.name.clone(),
            local: self.name_local.clone(),
            province: self.province.clone(),
            province_name: self.province_name.clone(),
        };
        let hosts = Columns {
            from: self.host_from.map(Preset::from).or(columns.from.filter(|_| self.host_id.is_none())),
            id: self.host_id.clone().or_else(|| columns.id.clone().filter(|_| self.host_from.is_none())),
            name: self
                .host_name
                .clone()
                .or_else(|| columns.name.clone().filter(|_| self.host_from.is_none() && self.host_id.is_none())),
            local: None,
            province: self.sector.clone(),
            province_name: None,
        };
        let host = |text: &String| match text.split_once('=') {
            Some((host, file)) if !host.is_empty() && !file.is_empty() => Ok(Side {
                host: host.to_owned(),
                file: file.into(),
                columns: hosts.clone(),
                reading: reading(&self.host_only),
            }),
            _ => Err(CliError::Input(format!("--host {text}: it is NAME=FILE, such as TJ=tjk_adm2.geojson"))),
        };
        let title =
            self.folder.file_name().map_or_else(|| "imported".to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(Options {
            districts: Side {
                host: String::new(),
                file: self.districts.clone(),
                columns,
                reading: reading(&self.only),
            },
            hosts: self.host.iter().map(host).collect::<Result<_, _>>()?,
            tolerance: self.tolerance / 1000.0,
            least: self.least_km,
            links: self.link.iter().map(|text| link(text)).collect::<Result<_, _>>()?,
            link_nearest: self.link_nearest,
            population: self.population.clone(),
            seats: self.seats.clone(),
            held: self.held.clone(),
            title,
            days: [self.start.clone(), self.end.clone()],
            licence: self.licence.clone(),
        })
    }

    fn tell(&self, imported: &Imported, output: &Output) -> Result<(), CliError> {
        let Imported { files, doubts, counts } = imported;
        let written: Vec<&str> = if self.dry_run { vec![] } else { files.iter().map(|file| file.0).collect() };
        if output.json {
            let Counts { districts, provinces, edges, host_districts, border_edges, .. } = counts;
            return output.print_json(&serde_json::json!({
                "folder": self.folder, "files": written, "doubts": doubts, "districts": districts, "provinces": provinces,
                "edges": edges, "shared_km": counts.shared_km, "host_districts": host_districts, "border_edges": border_edges,
                "border_km": counts.border_km, "outer_km": counts.outer_km, "km2": counts.km2,
            }));
        }
        let number = |count: usize| grouped(count as u64);
        let km = |km: f64| format!("{} km", plain(km));
        let mut text = format!(
            "{} in {}, {} km2; {} borders between them, {}\n",
            counted(counts.districts as u64, "district", "districts"),
            counted(counts.provinces as u64, "province", "provinces"),
            plain(counts.km2),
            number(counts.edges),
            km(counts.shared_km)
        );
        if counts.host_districts > 0 {
            let (hosts, edges) = (number(counts.host_districts), number(counts.border_edges));
            text +=
                &format!("{hosts} host districts at the border, {edges} borders with them, {}\n", km(counts.border_km));
        }
        text += &format!(
            "{}{}\n",
            counted(doubts.len() as u64, "doubt", "doubts"),
            if doubts.is_empty() { "" } else { ":" }
        );
        text.extend(doubts.iter().map(|doubt| format!("- {}\n", visible(doubt))));
        if !self.dry_run {
            let typed = quoted(&self.folder);
            text += &format!(
                "{}: a scenario that runs. Next: panj check {typed}, panj run {typed} -n 1000\n",
                self.folder.display()
            );
        }
        output.print(&text)
    }
}

fn link(text: &str) -> Result<Link, CliError> {
    let wrong = || CliError::Input(format!("--link {text}: it is A,B or A,B=KM, two ids of districts and a length"));
    let (ids, km) = text.split_once('=').map_or((text, None), |(ids, km)| (ids, Some(km)));
    let (a, b) = ids.split_once(',').ok_or_else(wrong)?;
    let km = km.map(|km| km.parse().ok().filter(|km| (0.0..=20_040.0).contains(km)).ok_or_else(wrong)).transpose()?;
    Ok(Link { ids: [a.to_owned(), b.to_owned()], km })
}

fn wrong(problems: &[Problem]) -> CliError {
    const SHOWN: usize = 20;
    let mut lines: Vec<String> = problems.iter().take(SHOWN).map(ToString::to_string).collect();
    if problems.len() > SHOWN {
        lines.push(format!("and {} more", problems.len() - SHOWN));
    }
    CliError::Input(lines.join("\n"))
}
