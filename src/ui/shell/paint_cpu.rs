//! Draws egui's output into a picture, without a display or a graphics adapter.
//!
//! egui describes a frame as triangles with one texture and a clip rectangle each. This fills them one by one, blending
//! premultiplied colours in gamma space as egui's own shaders do. It serves `claimbook shot` and the image tests, and gives
//! the same pixels on every machine.

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, ImageData, ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, TextureFilter, TextureId, TexturesDelta};

/// Draws frames; keeps the textures that egui sends in pieces.
#[derive(Default)]
pub struct CpuPainter {
    textures: HashMap<TextureId, (ColorImage, TextureFilter)>,
    /// Textures that the previous frame was the last to use.
    to_free: Vec<TextureId>,
}

impl CpuPainter {
    /// Applies new and changed textures, and frees those that the previous frame was the last to use.
    pub fn take_textures(&mut self, delta: &mut TexturesDelta) {
        for id in self.to_free.drain(..) {
            self.textures.remove(&id);
        }
        for (&id, changes) in &delta.set {
            for change in changes {
                self.set_texture(id, change);
            }
        }
        self.to_free.extend(&delta.free);
        delta.clear();
    }

    fn set_texture(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        match delta.pos {
            None => {
                self.textures.insert(id, ((**image).clone(), delta.options.magnification));
            }
            Some([left, top]) => {
                let Some((texture, _)) = self.textures.get_mut(&id) else { return };
                let width = texture.size[0];
                for (row, pixels) in image.pixels.chunks_exact(image.size[0].max(1)).enumerate() {
                    let start = (top + row) * width + left;
                    if let Some(target) = texture.pixels.get_mut(start..start + pixels.len()) {
                        target.copy_from_slice(pixels);
                    }
                }
            }
        }
    }

    /// Draws primitives over `background` into a picture of `size` pixels.
    pub fn paint(
        &self,
        size: [usize; 2],
        pixels_per_point: f32,
        background: Color32,
        primitives: &[ClippedPrimitive],
    ) -> ColorImage {
        let mut picture = ColorImage::filled(size, background);
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            // Paint callbacks need a graphics adapter; Claimbook has no such callbacks.
            let Primitive::Mesh(mesh) = primitive else { continue };
            let Some((texture, filter)) = self.textures.get(&mesh.texture_id) else { continue };
            let pixel = |points: f32, most: usize| (points * pixels_per_point).round().clamp(0.0, most as f32) as usize;
            let clip = Clip {
                left: pixel(clip_rect.min.x, size[0]),
                top: pixel(clip_rect.min.y, size[1]),
                right: pixel(clip_rect.max.x, size[0]),
                bottom: pixel(clip_rect.max.y, size[1]),
            };
            paint_mesh(&mut picture, mesh, texture, *filter, &clip, pixels_per_point);
        }
        picture
    }
}

struct Clip {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

fn paint_mesh(picture: &mut ColorImage, mesh: &Mesh, texture: &ColorImage, filter: TextureFilter, clip: &Clip, scale: f32) {
    for triangle in mesh.indices.chunks_exact(3) {
        let corner = |index: usize| mesh.vertices.get(triangle[index] as usize);
        if let (Some(a), Some(b), Some(c)) = (corner(0), corner(1), corner(2)) {
            paint_triangle(picture, [a, b, c], texture, filter, clip, scale);
        }
    }
}

/// Twice the signed area of a triangle.
fn cross(a: (f32, f32), b: (f32, f32), c: (f32, f32)) -> f32 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

fn paint_triangle(
    picture: &mut ColorImage,
    corners: [&Vertex; 3],
    texture: &ColorImage,
    filter: TextureFilter,
    clip: &Clip,
    scale: f32,
) {
    let mut corners = corners;
    let pixel = |vertex: &Vertex| (vertex.pos.x * scale, vertex.pos.y * scale);
    let mut area = cross(pixel(corners[0]), pixel(corners[1]), pixel(corners[2]));
    if !area.is_finite() || area == 0.0 {
        return;
    }
    if area < 0.0 {
        corners.swap(1, 2);
        area = -area;
    }
    let [a, b, c] = corners.map(pixel);
    let bound = |value: f32, low: usize, high: usize| value.clamp(low as f32, high as f32) as usize;
    let left = bound(a.0.min(b.0).min(c.0).floor(), clip.left, clip.right);
    let right = bound(a.0.max(b.0).max(c.0).ceil(), clip.left, clip.right);
    let top = bound(a.1.min(b.1).min(c.1).floor(), clip.top, clip.bottom);
    let bottom = bound(a.1.max(b.1).max(c.1).ceil(), clip.top, clip.bottom);
    let sampler = Sampler::new(corners, texture, filter);
    let width = picture.size[0];
    for y in top..bottom {
        for x in left..right {
            let centre = (x as f32 + 0.5, y as f32 + 0.5);
            let weights = [cross(b, c, centre), cross(c, a, centre), cross(a, b, centre)];
            // An edge that two triangles share is drawn by exactly one of them: the one whose top or left edge it is.
            let inside = weights[0] > 0.0 || (weights[0] == 0.0 && owns_edge(b, c));
            let inside = inside && (weights[1] > 0.0 || (weights[1] == 0.0 && owns_edge(c, a)));
            let inside = inside && (weights[2] > 0.0 || (weights[2] == 0.0 && owns_edge(a, b)));
            if inside {
                let source = sampler.colour(weights.map(|weight| weight / area));
                let pixel = &mut picture.pixels[y * width + x];
                *pixel = blend(source, *pixel);
            }
        }
    }
}

fn owns_edge(from: (f32, f32), to: (f32, f32)) -> bool {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    dy < 0.0 || (dy == 0.0 && dx > 0.0)
}

/// The colour inside one triangle: vertex colours times texture.
struct Sampler<'a> {
    corners: [&'a Vertex; 3],
    texture: &'a ColorImage,
    filter: TextureFilter,
    /// The colour of a triangle whose corners have one colour and one texture position, as most have: no need to interpolate.
    flat: Option<[f32; 4]>,
}

impl<'a> Sampler<'a> {
    fn new(corners: [&'a Vertex; 3], texture: &'a ColorImage, filter: TextureFilter) -> Self {
        let mut sampler = Self { corners, texture, filter, flat: None };
        let [a, b, c] = corners;
        if a.color == b.color && b.color == c.color && a.uv == b.uv && b.uv == c.uv {
            sampler.flat = Some(sampler.colour([1.0, 0.0, 0.0]));
        }
        sampler
    }

    fn colour(&self, weights: [f32; 3]) -> [f32; 4] {
        if let Some(flat) = self.flat {
            return flat;
        }
        let mut vertex = [0.0; 4];
        let (mut u, mut v) = (0.0, 0.0);
        for (corner, weight) in self.corners.iter().zip(weights) {
            for (sum, channel) in vertex.iter_mut().zip(corner.color.to_array()) {
                *sum += f32::from(channel) * weight;
            }
            u += corner.uv.x * weight;
            v += corner.uv.y * weight;
        }
        let texel = self.texel(u, v);
        [0, 1, 2, 3].map(|channel| vertex[channel] * texel[channel] / 255.0)
    }

    fn texel(&self, u: f32, v: f32) -> [f32; 4] {
        let [width, height] = self.texture.size;
        let (x, y) = (u * width as f32, v * height as f32);
        let at = |x: f32, y: f32| {
            let x = x.clamp(0.0, width.saturating_sub(1) as f32) as usize;
            let y = y.clamp(0.0, height.saturating_sub(1) as f32) as usize;
            self.texture.pixels.get(y * width + x).copied().unwrap_or(Color32::TRANSPARENT).to_array().map(f32::from)
        };
        if self.filter == TextureFilter::Nearest {
            return at(x.floor(), y.floor());
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (part_x, part_y) = (x - left, y - top);
        let (a, b, c, d) = (at(left, top), at(left + 1.0, top), at(left, top + 1.0), at(left + 1.0, top + 1.0));
        [0, 1, 2, 3].map(|channel| {
            let above = a[channel] + (b[channel] - a[channel]) * part_x;
            let below = c[channel] + (d[channel] - c[channel]) * part_x;
            above + (below - above) * part_y
        })
    }
}

fn blend(source: [f32; 4], under: Color32) -> Color32 {
    let keep = 1.0 - source[3] / 255.0;
    let under = under.to_array();
    let [r, g, b, a] =
        [0, 1, 2, 3].map(|channel| (source[channel] + f32::from(under[channel]) * keep).round().clamp(0.0, 255.0) as u8);
    Color32::from_rgba_premultiplied(r, g, b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Pos2, Rect, Shape, pos2, vec2};

    fn picture(shapes: Vec<Shape>) -> ColorImage {
        let ctx = egui::Context::default();
        let input = egui::RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(20.0, 20.0))), ..Default::default() };
        let mut output = ctx.run_ui(input, |ui| {
            for shape in &shapes {
                ui.painter().add(shape.clone());
            }
        });
        let mut painter = CpuPainter::default();
        painter.take_textures(&mut output.textures_delta);
        let primitives = ctx.tessellate(output.shapes, output.pixels_per_point);
        painter.paint([20, 20], output.pixels_per_point, Color32::WHITE, &primitives)
    }

    #[test]
    fn a_rectangle_covers_its_pixels_and_no_others() {
        let rect = Rect::from_min_max(pos2(4.0, 5.0), pos2(10.0, 8.0));
        let image = picture(vec![Shape::rect_filled(rect, 0.0, Color32::BLACK)]);
        let black = image.pixels.iter().filter(|pixel| **pixel == Color32::BLACK).count();
        assert_eq!(black, 18);
        assert_eq!(image.pixels[5 * 20 + 4], Color32::BLACK);
        assert_eq!(image.pixels[0], Color32::WHITE);
    }

    #[test]
    fn translucent_triangles_that_share_an_edge_do_not_cover_it_twice() {
        let mut mesh = Mesh::default();
        let grey = Color32::from_rgba_premultiplied(0, 0, 0, 128);
        for corner in [pos2(2.0, 2.0), pos2(12.0, 2.0), pos2(12.0, 12.0), pos2(2.0, 12.0)] {
            mesh.colored_vertex(corner, grey);
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        let image = picture(vec![Shape::mesh(mesh)]);
        let covered: Vec<Color32> = image.pixels.iter().copied().filter(|pixel| *pixel != Color32::WHITE).collect();
        assert_eq!(covered.len(), 100);
        assert!(covered.iter().all(|pixel| *pixel == covered[0]), "{covered:?}");
    }
}
